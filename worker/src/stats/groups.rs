//! The groups of a report: scores with their response rates, changes and ranks.

use super::aggregates::{Group, Headline, QuestionAggregate, Rank, ResponseRate};
use super::compare::{Baseline, is_running};
use super::dimension::Dimension;
use super::filter::Filter;
use super::ranking;
use super::scores::{GroupScores, QuestionScores, group_scores};
use super::tallies::TallyRow;
use crate::store::InviteCountRow;
use otklik_embed::survey_doc::surveys::EVENT_SURVEY;
use otklik_survey::calendar::day::Day;
use otklik_survey::stats::change::{Change, judge_together};
use otklik_survey::{Source, Touchpoint, limits};
use std::collections::{BTreeMap, BTreeSet};

/// What response rates are computed from.
#[derive(Default)]
pub struct Asked {
    /// By group and survey.
    pub invites: Vec<InviteCountRow>,
    /// Of one event whose guests the agency counted.
    pub link: Option<LinkVotes>,
}

/// The votes of an event's guest link.
#[derive(Clone, Copy)]
pub struct LinkVotes {
    pub counted: u64,
    pub guests: u64,
}

/// The groups in the order of their keys, touchpoints in the order of the client's journey. A group that was
/// invited and has not answered has no questions.
pub fn groups(
    filter: &Filter,
    today: Day,
    rows: &[TallyRow],
    asked: &Asked,
    baseline: Option<&Baseline<'_>>,
) -> Vec<Group> {
    let mut all = group_scores(rows);
    all.extend(unanswered(&all, &asked.invites));
    all.sort_by_key(|group| group.keys);
    if filter.group_by == [Dimension::Touchpoint] {
        all.sort_by_key(|group| Touchpoint::parse(&group.keys[0]));
    }
    let ranks = ranking::ranks(&filter.group_by, &all);
    let ranked = all.into_iter().zip(ranks);
    let groups = ranked.map(|(scores, ranks)| {
        let GroupScores { keys, period, .. } = scores;
        let ranked = scores.questions.into_iter().zip(ranks);
        let questions: Vec<QuestionAggregate> = ranked
            .map(|(scores, rank)| {
                let change = baseline.and_then(|it| it.change(keys, period, &scores));
                question_aggregate(scores, change, rank)
            })
            .collect();
        Group {
            keys: keys.to_vec(),
            until: None,
            running: is_running(filter, period, today),
            response_rates: response_rates(keys, &questions, asked),
            questions,
        }
    });
    let mut groups: Vec<Group> = groups.collect();
    judge_tables(&mut groups);
    groups
}

/// Judges the changes of each question together: the groups are one table.
fn judge_tables(groups: &mut [Group]) {
    let mut tables: BTreeMap<(String, String), Vec<&mut Change>> = BTreeMap::new();
    for question in groups.iter_mut().flat_map(|group| &mut group.questions) {
        let name = (question.survey.clone(), question.question.clone());
        let change = question.headline.change.as_mut();
        tables.entry(name).or_default().extend(change);
    }
    tables.into_values().for_each(judge_together);
}

/// The groups that have invites alone.
fn unanswered<'a>(
    answered: &[GroupScores<'_>],
    invites: &'a [InviteCountRow],
) -> Vec<GroupScores<'a>> {
    let answered: BTreeSet<&[String]> = answered.iter().map(|group| group.keys).collect();
    let invited: BTreeSet<&[String]> = invites.iter().map(|row| &row.keys[..]).collect();
    let unanswered = invited.into_iter().filter(|keys| !answered.contains(keys));
    let scores = unanswered.map(|keys| GroupScores {
        keys,
        period: None,
        questions: Vec::new(),
    });
    scores.collect()
}

fn question_aggregate(
    scores: QuestionScores,
    change: Option<Change>,
    rank: Option<Rank>,
) -> QuestionAggregate {
    let composition = scores.composition;
    let n = composition.iter().map(|it| it.n).sum();
    let open = composition.iter().filter(|it| it.source != Source::Invite);
    let unverified = open.map(|it| it.n).sum();
    let audience = scores.survey.audience();
    QuestionAggregate {
        survey: scores.survey.id().to_owned(),
        audience,
        question: scores.question.id.clone(),
        kind: scores.question.kind.name(),
        headline: Headline {
            sources: audience.headline().to_vec(),
            n,
            composition,
            verified: n > 0 && unverified == 0,
            unverified: Some(unverified),
            summary: scores.summary,
            options: Vec::new(),
            change,
            rank,
        },
        sources: scores.sources,
    }
}

/// By survey: the share of invites that were answered, and of guests who answered by their event's link. Responses are
/// counted, whatever they answer and whichever question the filter names.
fn response_rates(
    keys: &[String],
    questions: &[QuestionAggregate],
    asked: &Asked,
) -> Vec<ResponseRate> {
    let invites = asked.invites.iter().filter(|row| row.keys == keys);
    let invited = invites.map(|row| rate(&row.survey, Source::Invite, row.answered, row.n));
    let has_guests = questions.iter().any(|it| it.survey == EVENT_SURVEY);
    let by_link = asked.link.filter(|_| has_guests);
    let by_link = by_link.map(|it| rate(EVENT_SURVEY, Source::EventLink, it.counted, it.guests));
    invited.chain(by_link).flatten().collect()
}

fn rate(survey: &str, source: Source, counted: u64, of: u64) -> Option<ResponseRate> {
    // Thousandths in whole numbers, half up.
    let thousandths = (counted * 2_000 + of).checked_div(of * 2)?;
    Some(ResponseRate {
        survey: survey.to_owned(),
        source,
        counted,
        of,
        percent: thousandths as f64 / 10.0,
        low: thousandths < limits::LOW_RESPONSE_THOUSANDTHS,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::scope::Scope;
    use crate::store::Counts;
    use otklik_embed::fields::Fields;
    use otklik_survey::stats::change::Verdict;

    /// Forty answers of one score from each of some events, in one group.
    fn rows(key: &str, n_events: usize, score: usize) -> Vec<TallyRow> {
        let row = |event: usize| {
            let mut counts = Counts {
                n: 40,
                ..Counts::default()
            };
            counts.scores[score] = 40;
            TallyRow {
                keys: vec![key.to_owned()],
                period: Day::parse(key),
                survey: EVENT_SURVEY.to_owned(),
                question: "enjoyed".to_owned(),
                source: "event_link".to_owned(),
                cluster: format!("{key}-{event}"),
                guests: None,
                counts,
            }
        };
        (0..n_events).map(row).collect()
    }

    fn filter(query: &str) -> Filter {
        Filter::parse(&Fields::parse(query.as_bytes()), &Scope::WHOLE_AGENCY).unwrap()
    }

    fn today() -> Day {
        Day::parse("2026-02-15").unwrap()
    }

    fn keys(groups: &[Group]) -> Vec<&str> {
        groups.iter().map(|group| group.keys[0].as_str()).collect()
    }

    #[test]
    fn a_group_with_invites_alone_has_a_response_rate_of_zero() {
        let asked = Asked {
            invites: vec![InviteCountRow {
                keys: vec!["a".to_owned()],
                survey: "client".to_owned(),
                n: 4,
                answered: 0,
            }],
            link: None,
        };
        let found = groups(
            &filter("group_by=client"),
            today(),
            &rows("b", 1, 5),
            &asked,
            None,
        );
        assert_eq!(keys(&found), ["a", "b"]);
        assert!(found[0].questions.is_empty() && found[1].response_rates.is_empty());
        let rate = &found[0].response_rates[0];
        assert_eq!((rate.counted, rate.of, rate.low), (0, 4, true));
    }

    #[test]
    fn touchpoints_are_in_the_order_of_the_journey() {
        let journey: Vec<&str> = Touchpoint::ALL.iter().map(|it| it.as_str()).collect();
        let mut rows: Vec<TallyRow> = journey.iter().flat_map(|key| rows(key, 1, 5)).collect();
        rows.sort_by_key(|row| row.keys.clone());
        let found = groups(
            &filter("group_by=touchpoint"),
            today(),
            &rows,
            &Asked::default(),
            None,
        );
        assert_eq!(keys(&found), journey);
    }

    fn ranks(query: &str, rows: &[TallyRow]) -> Vec<Option<Rank>> {
        let found = groups(&filter(query), today(), rows, &Asked::default(), None);
        let rank = |group: &Group| group.questions[0].headline.rank;
        found.iter().map(rank).collect()
    }

    #[test]
    fn groups_are_ranked_over_five_events_or_more() {
        let rank = |query: &str, n_events| {
            let rows = [rows("high", n_events, 5), rows("low", n_events, 1)].concat();
            ranks(query, &rows)
        };
        let ranked = [Some(Rank::Best), Some(Rank::Worst)];
        for dimension in ["manager", "format", "channel", "touchpoint", "locale"] {
            let query = format!("group_by={dimension}");
            assert_eq!(rank(&query, 6), ranked, "{dimension}");
            for n_events in [1, 4] {
                assert_eq!(rank(&query, n_events), [None, None], "{dimension}");
            }
        }
        assert_eq!(rank("group_by=client", 6), [None, None]);
    }

    #[test]
    fn nobody_is_the_best_while_somebody_unjudged_is_ahead() {
        let judged = [rows("b", 6, 4), rows("c", 6, 1)].concat();
        let with =
            |more: Vec<TallyRow>| ranks("group_by=manager", &[more, judged.clone()].concat());
        let (best, worst) = (Some(Rank::Best), Some(Rank::Worst));
        // All of 4 and 5 are satisfied: an equal score is not ahead.
        assert_eq!(with(rows("a", 2, 5)), [None, best, worst]);
        let mut half = rows("a", 2, 5);
        half[0].counts.scores = [0; 11];
        half[0].counts.scores[2] = 40;
        assert_eq!(with(half.clone()), [None, best, worst]);
        let unjudged_first = [rows("a", 2, 5), rows("b", 6, 1), rows("c", 6, 1)].concat();
        assert_eq!(ranks("group_by=manager", &unjudged_first), [None; 3]);
        let mut mixed = rows("b", 6, 4);
        mixed[0].counts.scores[4] = 20;
        mixed[0].counts.scores[1] = 20;
        let ahead = [rows("a", 2, 5), mixed, rows("c", 6, 1)].concat();
        assert_eq!(ranks("group_by=manager", &ahead), [None, None, worst]);
    }

    #[test]
    fn answers_without_a_name_are_not_ranked() {
        let rows = [rows("", 6, 5), rows("b", 6, 4), rows("c", 6, 1)].concat();
        let (best, worst) = (Some(Rank::Best), Some(Rank::Worst));
        assert_eq!(ranks("group_by=manager", &rows), [None, best, worst]);
    }

    /// A chosen option is a share of the answers to its question, and as uncertain as a score.
    #[test]
    fn options_have_shares_with_intervals() {
        let options = |n_events: usize| {
            let mut rows = rows("b", n_events, 0);
            for row in &mut rows {
                "liked".clone_into(&mut row.question);
                row.counts.options.insert("food".to_owned(), 10);
            }
            let asked = Asked::default();
            let found = groups(&filter("group_by=manager"), today(), &rows, &asked, None);
            found[0].questions[0].sources[0].options.clone()
        };
        let of = |n_events| {
            let options = options(n_events);
            let food = options.iter().find(|it| it.option == "food").unwrap();
            let share = food.share.unwrap();
            (food.count, share.percent(), share.interval().is_some())
        };
        assert_eq!(of(1), (10, 25.0, true));
        assert_eq!(of(4), (40, 25.0, false));
        assert_eq!(of(6), (60, 25.0, true));
        let unchosen = &options(6)[0];
        assert_eq!((unchosen.option.as_str(), unchosen.count), ("host", 0));
        assert_eq!(unchosen.share.unwrap().percent(), 0.0);
    }

    /// A guest list narrows the interval of an event's answers through invites: each guest has one.
    #[test]
    fn a_guest_list_is_of_invites_alone() {
        let interval = |source: &str, more: Vec<TallyRow>| {
            let mut rows = rows("ev", 1, 5);
            rows[0].guests = Some(40);
            source.clone_into(&mut rows[0].source);
            let found = groups(
                &filter("event=ev"),
                today(),
                &[rows, more].concat(),
                &Asked::default(),
                None,
            );
            let summary = found[0].questions[0].headline.summary.clone().unwrap();
            (summary.guests(), summary.interval().unwrap().low())
        };
        assert_eq!(interval("event_link", vec![]), (None, 91.24));
        assert_eq!(interval("invite", vec![]), (Some(40), 97.5));
        assert_eq!(interval("invite", rows("ev", 1, 5)).0, None);
    }

    #[test]
    fn each_month_is_compared_with_the_one_before() {
        let filter = filter("group_by=month&compare=previous");
        let rows = [
            rows("2025-12-01", 6, 1),
            rows("2026-01-01", 6, 1),
            rows("2026-02-01", 6, 5),
        ]
        .concat();
        let baseline = Baseline {
            filter: &filter,
            today: today(),
            scores: group_scores(&rows),
            parts: Vec::new(),
            guests_left: None,
        };
        let found = groups(&filter, today(), &rows, &Asked::default(), Some(&baseline));
        let changes = found
            .iter()
            .map(|it| it.questions[0].headline.change.as_ref());
        let verdicts: Vec<_> = changes.clone().map(|it| it.map(Change::verdict)).collect();
        assert_eq!(
            verdicts,
            [None, Some(Verdict::Unclear), Some(Verdict::Better)]
        );
        // Both are one table.
        let families: Vec<_> = changes.flatten().map(Change::family).collect();
        assert_eq!(families, [2, 2]);
        let running: Vec<bool> = found.iter().map(|group| group.running).collect();
        assert_eq!(running, [false, false, true]);
    }
}
