//! Decides whether a window opens, and how: an event changes the state and has effects. Uses no browser; `window` carries
//! the effects out.

/// How the window is on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shown {
    #[default]
    Closed,
    /// By itself: it has taken no focus, and the page stays usable.
    BySelf,
    /// By the guest: a modal dialog, which keeps the focus and returns it.
    ByGuest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// The delay, the scrolling or the exit that the page waits for.
    Trigger { is_paused: bool },
    /// The guest asks for the window; the page's `open()` does so for the guest.
    Ask,
    /// The guest closes it.
    Dismiss,
    /// The page's `close()`.
    Close,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Paints the form, where it is not there yet.
    Paint,
    /// Shows the window, takes no focus, and announces it.
    Show,
    ShowModal,
    Hide,
    /// Stores the day: no window opens by itself for some time.
    Remember,
    /// Tells the page.
    Closed,
}

#[derive(Debug, Default)]
pub(crate) struct Machine {
    pub shown: Shown,
    /// A window opens by itself once a page view at most.
    is_spent: bool,
}

impl Machine {
    pub fn on(&mut self, event: Event) -> &'static [Effect] {
        match (event, self.shown) {
            (Event::Trigger { is_paused }, shown) => {
                let opens = !std::mem::replace(&mut self.is_spent, true) && !is_paused;
                if opens && shown == Shown::Closed {
                    self.shown = Shown::BySelf;
                    &[Effect::Paint, Effect::Show]
                } else {
                    &[]
                }
            }
            (Event::Ask, Shown::ByGuest) => &[],
            (Event::Ask, Shown::BySelf) => {
                self.shown = Shown::ByGuest;
                &[Effect::Paint, Effect::Hide, Effect::ShowModal]
            }
            (Event::Ask, Shown::Closed) => {
                self.shown = Shown::ByGuest;
                &[Effect::Paint, Effect::ShowModal]
            }
            (Event::Dismiss | Event::Close, Shown::Closed) => &[],
            (Event::Dismiss, Shown::BySelf | Shown::ByGuest) => {
                self.shown = Shown::Closed;
                &[Effect::Remember, Effect::Hide, Effect::Closed]
            }
            (Event::Close, Shown::BySelf | Shown::ByGuest) => {
                self.shown = Shown::Closed;
                &[Effect::Hide, Effect::Closed]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TRIGGER: Event = Event::Trigger { is_paused: false };

    #[test]
    fn effects_follow_from_the_state() {
        use Effect::{Closed, Hide, Paint, Remember, Show, ShowModal};
        let histories: [(&[Event], &[Effect]); 8] = [
            (&[TRIGGER], &[Paint, Show]),
            (&[Event::Trigger { is_paused: true }, TRIGGER], &[]),
            (&[TRIGGER, Event::Ask], &[Paint, Hide, ShowModal]),
            (&[Event::Ask, TRIGGER], &[]),
            (&[Event::Ask, Event::Ask], &[]),
            (&[Event::Ask, Event::Dismiss], &[Remember, Hide, Closed]),
            (&[TRIGGER, Event::Close], &[Hide, Closed]),
            (&[Event::Close], &[]),
        ];
        for (events, expected) in histories {
            let mut machine = Machine::default();
            let effects = events.iter().map(|event| machine.on(*event));
            assert_eq!(effects.last(), Some(expected), "{events:?}");
        }
    }

    fn any_event() -> impl Strategy<Value = Event> {
        prop_oneof![
            any::<bool>().prop_map(|is_paused| Event::Trigger { is_paused }),
            Just(Event::Ask),
            Just(Event::Dismiss),
            Just(Event::Close),
        ]
    }

    proptest! {
        /// Whatever happens in whatever order: never two windows, no focus taken unasked, nothing stored unless the guest
        /// closed it, and by itself it opens once.
        #[test]
        fn any_history_leaves_one_window(events in prop::collection::vec(any_event(), 0..40)) {
            let mut machine = Machine::default();
            let (mut n_open, mut n_by_self) = (0, 0);
            for event in events {
                for effect in machine.on(event) {
                    match effect {
                        Effect::Show => {
                            n_open += 1;
                            n_by_self += 1;
                            prop_assert_eq!(event, TRIGGER);
                        }
                        Effect::ShowModal => {
                            n_open += 1;
                            prop_assert_eq!(event, Event::Ask);
                        }
                        Effect::Hide => n_open -= 1,
                        Effect::Remember => prop_assert_eq!(event, Event::Dismiss),
                        Effect::Paint | Effect::Closed => {}
                    }
                    prop_assert!((0..=1).contains(&n_open));
                }
                prop_assert_eq!(machine.shown == Shown::Closed, n_open == 0);
            }
            prop_assert!(n_by_self <= 1);
        }
    }
}
