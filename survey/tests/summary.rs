//! Summaries of tables of counts.

use otklik_survey::question::{Bucket, Scale};
use otklik_survey::stats::band::Band;
use otklik_survey::stats::summary::{Method, Missing, SamplingUnit, Summary};
use otklik_survey::stats::tally::Tally;
use otklik_survey::stats::target::{Reached, Target};

/// A tally of `(value, count)` pairs.
fn tally(counts: &[(usize, u64)]) -> Tally {
    let mut scores = [0; 11];
    for (value, count) in counts {
        scores[*value] += count;
    }
    Tally::from_counts(scores)
}

/// An event with so many promoters, passives and detractors.
fn event(promoters: u64, passives: u64, detractors: u64) -> Tally {
    tally(&[(9, promoters), (8, passives), (6, detractors)])
}

fn of_none(scale: Scale, counts: &[(usize, u64)]) -> Summary {
    Summary::of(scale, &tally(counts), &[])
}

fn limits(summary: &Summary) -> Option<(f64, f64)> {
    summary.interval().map(|found| (found.low(), found.high()))
}

#[test]
fn scores_have_the_unit_of_their_scale() {
    let nps = of_none(
        Scale::Nps,
        &[(10, 40), (9, 20), (8, 15), (7, 5), (6, 12), (0, 8)],
    );
    assert_eq!((nps.n(), nps.score()), (100, Some(40.0)));
    assert_eq!(nps.method(), Some(Method::Mover));

    // 81 of 263: an example of Newcombe 1998, Statistics in Medicine 17:857-872.
    let csat = of_none(Scale::Csat, &[(5, 60), (4, 21), (3, 100), (1, 82)]);
    assert_eq!((csat.n(), csat.score()), (263, Some(30.8)));
    assert_eq!(limits(&csat), Some((25.53, 36.62)));
    assert_eq!(csat.method(), Some(Method::Wilson));

    let ces = of_none(Scale::Ces, &[(7, 2), (5, 1), (4, 1), (1, 2)]);
    assert_eq!((ces.n(), ces.score()), (6, Some(4.17)));
    assert_eq!(ces.easy_percent(), Some(50.0));
    // Wilson's of 3 in 6.
    let easy = ces.easy_interval().unwrap();
    assert_eq!((easy.low(), easy.high()), (18.76, 81.24));
    assert_eq!((ces.method(), ces.band()), (Some(Method::Mean), None));
    for summary in [nps, csat, ces] {
        let score = summary.score().unwrap();
        assert!(summary.interval().unwrap().contains(score), "{summary:?}");
    }
}

#[test]
fn a_tally_without_answers_has_no_score() {
    for scale in [Scale::Nps, Scale::Csat, Scale::Ces] {
        for events in [vec![], vec![Tally::default(); 7]] {
            let summary = Summary::of(scale, &Tally::default(), &events);
            assert_eq!(
                (summary.n(), summary.score(), summary.band()),
                (0, None, None)
            );
            assert_eq!((summary.interval(), summary.method()), (None, None));
            assert_eq!(summary.missing(), Some(Missing::NoAnswers));
            assert!(
                summary
                    .buckets()
                    .iter()
                    .all(|bucket| bucket.percent.is_none())
            );
        }
    }
}

#[test]
fn one_event_is_taken_as_independent_answers() {
    let everybody = of_none(Scale::Nps, &[(9, 12), (8, 5), (6, 3)]);
    let one = Summary::of(Scale::Nps, &Tally::default(), &[event(12, 5, 3)]);
    let shown = |summary: &Summary| serde_json::to_value(summary).unwrap();
    assert_eq!(shown(&one), shown(&everybody));
    assert!(everybody.is_of_many() && !one.is_of_many());
    // With answers of no event beside it, and events without answers.
    let mixed = Summary::of(
        Scale::Nps,
        &event(2, 1, 1),
        &[Tally::default(), event(10, 4, 2), Tally::default()],
    );
    assert_eq!(shown(&mixed), shown(&everybody));
}

#[test]
fn a_group_of_events_takes_the_event_as_its_unit() {
    let differing = [
        event(18, 2, 0),
        event(4, 6, 10),
        event(15, 5, 0),
        event(9, 6, 5),
        event(2, 8, 10),
    ];
    for n_events in 2..=4 {
        let few = Summary::of(Scale::Nps, &Tally::default(), &differing[..n_events]);
        assert_eq!(few.missing(), Some(Missing::TooFewEvents));
        assert_eq!((few.interval(), few.method()), (None, None));
        assert!(few.score().is_some() && few.band().is_none());
        assert_eq!(
            (few.unit(), few.n_units()),
            (SamplingUnit::Event, n_events as u64)
        );
    }
    // Any number of answers of no event does not replace the fifth event.
    let few = Summary::of(Scale::Nps, &event(500, 0, 0), &differing[..4]);
    assert_eq!(few.missing(), Some(Missing::TooFewEvents));

    let group = Summary::of(Scale::Nps, &Tally::default(), &differing);
    assert_eq!((group.n(), group.score()), (100, Some(23.0)));
    assert_eq!(
        (group.method(), group.missing()),
        (Some(Method::Cluster), None)
    );
    let all: Tally = differing.into_iter().collect();
    let independent = Summary::of(Scale::Nps, &all, &[]);
    let width = |summary: &Summary| limits(summary).map(|(low, high)| high - low).unwrap();
    assert!(width(&group) > 2.0 * width(&independent), "{group:?}");
    // The order of events does not matter.
    let mut turned = differing;
    turned.reverse();
    let turned = Summary::of(Scale::Nps, &Tally::default(), &turned);
    assert_eq!(limits(&turned), limits(&group));
}

#[test]
fn events_that_agree_do_not_claim_certainty() {
    let clients = [tally(&[(10, 1)]); 6];
    let group = Summary::of(Scale::Nps, &Tally::default(), &clients);
    let independent = of_none(Scale::Nps, &[(10, 6)]);
    assert_eq!(group.method(), Some(Method::Cluster));
    let (low, high) = limits(&group).unwrap();
    assert!(
        low <= limits(&independent).unwrap().0 && low > 30.0,
        "{low}"
    );
    assert_eq!(high, 100.0);
}

#[test]
fn a_known_guest_list_narrows_one_event() {
    let votes = tally(&[(5, 30), (4, 15), (2, 15)]);
    let open = of_none(Scale::Csat, &[(5, 30), (4, 15), (2, 15)]);
    assert_eq!(limits(&open), Some((62.77, 84.22)));
    let known = Summary::of_one_event(Scale::Csat, &votes, 80);
    assert_eq!(limits(&known), Some((68.75, 80.0)));
    assert_eq!(
        (known.guests(), known.method()),
        (Some(80), Some(Method::Wilson))
    );
    // Everybody answered: never a point.
    let census = Summary::of_one_event(Scale::Csat, &votes, 60);
    assert_eq!(limits(&census), Some((73.33, 76.67)));
    let only = Summary::of_one_event(Scale::Csat, &tally(&[(5, 1)]), 1);
    assert_eq!(limits(&only), limits(&of_none(Scale::Csat, &[(5, 1)])));
    // One vote more than guests: the list is wrong, nothing is corrected.
    let wrong = Summary::of_one_event(Scale::Csat, &votes, 59);
    assert_eq!((limits(&wrong), wrong.guests()), (limits(&open), None));
    let empty = Summary::of_one_event(Scale::Csat, &Tally::default(), 80);
    assert_eq!(
        (empty.missing(), empty.guests()),
        (Some(Missing::NoAnswers), None)
    );
}

/// A group of events that is read by random groups may be of one event, and nobody knows.
#[test]
fn one_random_group_is_not_taken_for_one_event() {
    let groups = [event(18, 2, 0); 5];
    for n_groups in 1..=4 {
        let few = Summary::of_groups(Scale::Nps, &Tally::default(), &groups[..n_groups]);
        assert_eq!(few.missing(), Some(Missing::TooFewGroups));
        assert_eq!((few.interval(), few.is_of_many()), (None, false));
        assert_eq!(
            (few.unit(), few.n_units()),
            (SamplingUnit::EventGroup, n_groups as u64)
        );
    }
    let enough = Summary::of_groups(Scale::Nps, &Tally::default(), &groups);
    let by_events = Summary::of(Scale::Nps, &Tally::default(), &groups);
    assert_eq!(limits(&enough), limits(&by_events));
    assert_eq!(
        (enough.unit(), enough.n_units()),
        (SamplingUnit::EventGroup, 5)
    );
    assert_eq!(
        (by_events.unit(), by_events.n_units()),
        (SamplingUnit::Event, 5)
    );
    let alone = of_none(Scale::Nps, &[(10, 7)]);
    assert_eq!((alone.unit(), alone.n_units()), (SamplingUnit::Answer, 7));
}

#[test]
fn bands_need_enough_answers_and_leave_the_word_to_the_target() {
    let csat = |good, bad| of_none(Scale::Csat, &[(5, good), (1, bad)]);
    // 90 % of ten answers may be 60 or 98.
    assert_eq!((csat(9, 1).score(), csat(9, 1).band()), (Some(90.0), None));
    assert_eq!(csat(90, 10).band(), Some(Band::Good));
    // 75.5 % is in the band of 75 % and more, and short of the target of 85 %.
    let short = csat(151, 49);
    assert_eq!(short.target().map(Target::reached), Some(Reached::No));
    assert_eq!(short.band(), None);
    assert_eq!(csat(90, 10).aimed(Some(70.0)).band(), None);
    assert_eq!(csat(90, 10).aimed(None).band(), Some(Band::Good));
    let nps = |up, down| of_none(Scale::Nps, &[(10, up), (0, down)]);
    assert_eq!((nps(20, 5).band(), nps(20, 5).score()), (None, Some(60.0)));
    assert_eq!(nps(200, 50).band(), Some(Band::Excellent));
}

#[test]
fn bands_turn_at_their_edges() {
    for (scale, score, band) in [
        (Scale::Nps, -100.0, Some(Band::Poor)),
        (Scale::Nps, -0.01, Some(Band::Poor)),
        (Scale::Nps, 0.0, Some(Band::Good)),
        (Scale::Nps, 29.99, Some(Band::Good)),
        (Scale::Nps, 30.0, Some(Band::Excellent)),
        (Scale::Nps, 70.0, Some(Band::Excellent)),
        (Scale::Nps, 70.01, Some(Band::Outstanding)),
        (Scale::Csat, 74.99, Some(Band::Below)),
        (Scale::Csat, 75.0, Some(Band::Good)),
        (Scale::Ces, 7.0, None),
    ] {
        assert_eq!(Band::of(scale, score), band, "{scale:?} {score}");
    }
}

#[test]
fn rounds_halves_away_from_zero_once() {
    // 1 of 800 is 0.125 %, and the NPS of one detractor more in 800 is -0.125.
    let csat = of_none(Scale::Csat, &[(5, 1), (1, 799)]);
    assert_eq!(csat.score(), Some(0.13));
    let nps = of_none(Scale::Nps, &[(8, 799), (0, 1)]);
    assert_eq!(nps.score(), Some(-0.13));
    // Too little to be seen is zero without a sign.
    let nps = of_none(Scale::Nps, &[(8, 99_999), (0, 1)]);
    assert_eq!(nps.score().map(f64::to_bits), Some(0.0_f64.to_bits()));
}

#[test]
fn counts_every_value_and_bucket_of_the_scale() {
    // 0, 6 and 10 are no values of CSAT and do not count.
    let csat = of_none(
        Scale::Csat,
        &[(0, 9), (1, 1), (3, 2), (5, 3), (6, 9), (10, 9)],
    );
    assert_eq!((csat.n(), csat.score()), (6, Some(50.0)));
    let distribution: Vec<(u8, u64)> = csat
        .distribution()
        .iter()
        .map(|at| (at.value, at.count))
        .collect();
    assert_eq!(distribution, [(1, 1), (2, 0), (3, 2), (4, 0), (5, 3)]);
    let buckets: Vec<_> = csat
        .buckets()
        .iter()
        .map(|part| (part.bucket, part.term, part.count, part.percent))
        .collect();
    assert_eq!(
        buckets,
        [
            (Bucket::Low, "dissatisfied", 1, Some(16.67)),
            (Bucket::Middle, "neutral", 2, Some(33.33)),
            (Bucket::High, "satisfied", 3, Some(50.0)),
        ]
    );
}

#[test]
fn json_keeps_its_names() {
    let group = vec![event(3, 1, 0); 5];
    let json = serde_json::to_value(Summary::of(Scale::Nps, &Tally::default(), &group)).unwrap();
    let keys: Vec<&str> = json
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "band",
            "buckets",
            "distribution",
            "easy_interval",
            "easy_percent",
            "guests",
            "interval",
            "method",
            "missing",
            "n",
            "n_units",
            "scale",
            "score",
            "target",
            "unit"
        ]
    );
    assert_eq!(json["scale"], "nps");
    assert_eq!(json["method"], Method::Cluster.name());
    assert_eq!(json["unit"], "event");
    assert_eq!(
        json["interval"]["high"].as_f64().map(|high| high <= 100.0),
        Some(true)
    );
    let few = Summary::of(Scale::Nps, &Tally::default(), &group[..2]);
    assert_eq!(
        serde_json::to_value(few).unwrap()["missing"],
        Missing::TooFewEvents.name()
    );
}

/// By the whole interval, never by the score alone.
#[test]
fn a_target_is_reached_by_the_whole_interval() {
    use otklik_survey::stats::target::Reached;
    let reached = |scale, counts| {
        let summary = Summary::of(scale, &Tally::from_counts(counts), &[]);
        summary
            .target()
            .map(|target| (target.score(), target.reached()))
    };
    let csat = |content, others| [0, 0, 0, others, 0, content, 0, 0, 0, 0, 0];
    let nps = |up, down| [down, 0, 0, 0, 0, 0, 0, 0, 0, 0, up];
    for (scale, counts, expected) in [
        // 98 of 100, 90 of 100 (82.6 to 94.5), 70 of 100, no answers.
        (Scale::Csat, csat(98, 2), Some((85.0, Reached::Yes))),
        (Scale::Csat, csat(90, 10), Some((85.0, Reached::Unclear))),
        (Scale::Csat, csat(70, 30), Some((85.0, Reached::No))),
        (Scale::Csat, csat(0, 0), None),
        (Scale::Nps, nps(90, 10), Some((30.0, Reached::Yes))),
        (Scale::Nps, nps(70, 30), Some((30.0, Reached::Unclear))),
        (Scale::Nps, nps(40, 60), Some((30.0, Reached::No))),
        (Scale::Ces, csat(40, 2), None),
    ] {
        assert_eq!(reached(scale, counts), expected, "{scale:?} {counts:?}");
    }
}

#[test]
fn a_target_of_the_survey_replaces_the_benchmark() {
    use otklik_survey::stats::target::Reached;
    let target = |scale, counts: &[(usize, u64)], aim| {
        let target = of_none(scale, counts).aimed(aim).target();
        target.map(|target| (target.score(), target.reached()))
    };
    let content = [(9, 900), (5, 100)];
    assert_eq!(
        target(Scale::Nps, &content, None),
        Some((30.0, Reached::Yes))
    );
    assert_eq!(
        target(Scale::Nps, &content, Some(90.0)),
        Some((90.0, Reached::No))
    );
    // CES has a target where its survey sets one.
    assert_eq!(target(Scale::Ces, &[(7, 1_000)], None), None);
    assert_eq!(
        target(Scale::Ces, &[(7, 990), (6, 10)], Some(5.5)),
        Some((5.5, Reached::Yes))
    );
    assert_eq!(
        target(Scale::Ces, &[], Some(5.5)),
        None,
        "nobody has answered"
    );
}
