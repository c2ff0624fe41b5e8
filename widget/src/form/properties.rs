//! Any order of a guest's acts and of a network's whims: nothing is lost, and nothing is sent twice.

use crate::form::plan::FormKind;
use crate::form::state::State;
use crate::form::submit_state::{Phase, SubmitResult};
use crate::form::tests::{client, plan, typed};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Act {
    Answer {
        nps: u8,
        ease: u8,
    },
    Forward,
    Back,
    /// The score that leaving the first step confirms.
    SendAhead(Network),
    Send(Network),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Network {
    Works,
    LosesTheReply,
    LosesTheRequest,
    /// The server, before it stores: too many requests.
    Refuses,
}

/// Stores the highest revision, as `response_upsert.sql` does.
#[derive(Debug, Default)]
struct Server {
    stored: Option<(u8, String)>,
}

impl Server {
    fn take(&mut self, rev: u8, body: &str, network: Network) -> SubmitResult {
        let is_stored = matches!(network, Network::Works | Network::LosesTheReply);
        if is_stored {
            if let Some((stored_rev, stored)) = &self.stored {
                assert!(
                    rev >= *stored_rev,
                    "revision {rev} comes after {stored_rev}"
                );
                assert!(
                    rev > *stored_rev || body == stored,
                    "two bodies of revision {rev}"
                );
            }
            self.stored = Some((rev, body.to_owned()));
        }
        match network {
            Network::Works => SubmitResult::Stored,
            Network::LosesTheReply | Network::LosesTheRequest => SubmitResult::Unknown {
                message: String::new(),
            },
            Network::Refuses => SubmitResult::Refused {
                field: String::new(),
                message: "slower".to_owned(),
            },
        }
    }
}

fn any_network() -> impl Strategy<Value = Network> {
    prop_oneof![
        Just(Network::Works),
        Just(Network::LosesTheReply),
        Just(Network::LosesTheRequest),
        Just(Network::Refuses),
    ]
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (0..=10u8, 0..=7u8).prop_map(|(nps, ease)| Act::Answer { nps, ease }),
        Just(Act::Forward),
        Just(Act::Back),
        any_network().prop_map(Act::SendAhead),
        any_network().prop_map(Act::Send),
    ]
}

/// A body of the widget begins with its revision's number, which the attempt has too.
fn rev_of(body: &str) -> u8 {
    let (_, rest) = body.split_once("\"rev\":").unwrap();
    rest.split(',').next().unwrap().parse().unwrap()
}

proptest! {
    #[test]
    fn any_history_keeps_the_last_answers(acts in prop::collection::vec(any_act(), 0..25)) {
        let mut state = State::new(plan(FormKind::Survey, client()), typed(&[]));
        let mut server = Server::default();
        for act in acts {
            let was_done = state.is_done();
            match act {
                Act::Answer { nps, ease } => {
                    let (nps, ease) = (nps.to_string(), ease.to_string());
                    let answers = typed(&[("q.nps", &nps), ("q.ease", &ease)]);
                    // Of a scale from 1 to 7, 0 is no answer.
                    let answers = answers.into_iter().filter(|(_, value)| value != "0" || nps == "0");
                    state.change("q.nps", answers.collect());
                }
                Act::Forward => _ = state.forward(),
                Act::Back => _ = state.back(),
                Act::SendAhead(network) => {
                    if let Some(body) = state.confirmed() {
                        prop_assert!(!was_done, "sent after the end");
                        // Whatever comes of it, the form does not hear of it.
                        server.take(rev_of(&body), &body, network);
                    }
                }
                Act::Send(network) => {
                    if let Some(Ok(attempt)) = state.send() {
                        prop_assert!(!was_done, "sent after the end");
                        prop_assert_eq!(attempt.rev, rev_of(&attempt.body));
                        prop_assert!(state.send().is_none(), "two attempts at a time");
                        prop_assert!(state.confirmed().is_none(), "two attempts at a time");
                        let body = attempt.body.clone();
                        let result = server.take(attempt.rev, &body, network);
                        state.on_result(attempt, result);
                        if state.is_done() {
                            prop_assert_eq!(server.stored.as_ref().map(|(_, body)| body), Some(&body));
                        }
                    }
                }
            }
            prop_assert!(state.step <= state.plan.last_step());
            prop_assert!(!was_done || state.is_done(), "the end is the end");
            prop_assert!(state.submit_state.phase != Phase::Sending, "nothing runs");
        }
    }
}
