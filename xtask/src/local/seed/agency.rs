//! A year of a plausible agency. Managers and clients are roles, never names of people.

use super::rng::Rng;
use jiff::ToSpan;
use jiff::civil::Date;

pub const N_EVENTS: usize = 24;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EventKind {
    Wedding,
    Corporate,
    Festival,
    Private,
}

impl EventKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Wedding => "wedding",
            Self::Corporate => "corporate",
            Self::Festival => "festival",
            Self::Private => "private",
        }
    }

    fn guests(self, rng: &mut Rng) -> i64 {
        match self {
            Self::Wedding => rng.between(60, 140),
            Self::Corporate => rng.between(90, 240),
            Self::Festival => rng.between(220, 300),
            Self::Private => rng.between(50, 90),
        }
    }
}

#[derive(PartialEq, Debug)]
pub struct Event {
    pub id: String,
    /// In its guests' link.
    pub code: String,
    pub title: String,
    pub date: Date,
    pub kind: EventKind,
    pub manager: String,
    pub client: String,
    pub guests: i64,
    /// The event's quality, about -1.5 to 1.5: shifts every score that it gets.
    pub mood: f64,
}

/// The clients: 8 couples, 5 companies, 2 cities and 3 families make 18.
const ORDER: [(EventKind, &str, &str, u8); N_EVENTS] = [
    (EventKind::Corporate, "Новогодний корпоратив", "Компания", 1),
    (EventKind::Corporate, "Новогодний вечер", "Компания", 2),
    (EventKind::Private, "Юбилей", "Семья", 1),
    (EventKind::Wedding, "Свадьба", "Пара", 1),
    (EventKind::Corporate, "Конференция партнёров", "Компания", 3),
    (EventKind::Wedding, "Свадьба", "Пара", 2),
    (EventKind::Private, "День рождения", "Семья", 2),
    (EventKind::Corporate, "День компании", "Компания", 4),
    (EventKind::Festival, "Весенний фестиваль", "Город", 1),
    (EventKind::Wedding, "Свадьба", "Пара", 3),
    (EventKind::Corporate, "Летний выезд", "Компания", 1),
    (EventKind::Wedding, "Свадьба", "Пара", 4),
    (EventKind::Private, "Выпускной для родителей", "Семья", 3),
    (EventKind::Festival, "Фестиваль еды", "Город", 2),
    (EventKind::Wedding, "Свадьба", "Пара", 5),
    (EventKind::Corporate, "Запуск продукта", "Компания", 5),
    (EventKind::Wedding, "Свадьба", "Пара", 6),
    (EventKind::Private, "Годовщина", "Семья", 1),
    (EventKind::Festival, "День города", "Город", 1),
    (EventKind::Wedding, "Свадьба", "Пара", 7),
    (EventKind::Corporate, "Семинар", "Компания", 2),
    (EventKind::Wedding, "Свадьба", "Пара", 8),
    (EventKind::Private, "Юбилей", "Семья", 2),
    (EventKind::Corporate, "Осенний приём", "Компания", 3),
];

/// One for each event: those of base58 that are upper case.
const LETTERS: [char; N_EVENTS] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'U',
    'V', 'W', 'X', 'Y', 'Z',
];

const N_MANAGERS: usize = 5;
/// Days between events: the first lies just under a year back, the last three weeks.
const STEP_DAYS: i64 = 14;
const LAST_DAYS_AGO: i64 = 20;

pub fn events(rng: &mut Rng, today: Date) -> Vec<Event> {
    let managers: Vec<f64> = (0..N_MANAGERS).map(|_| rng.noise() * 0.35).collect();
    ORDER
        .iter()
        .enumerate()
        .map(|(index, (kind, what, client, number))| {
            let manager = rng.index(N_MANAGERS);
            let back =
                LAST_DAYS_AGO + STEP_DAYS * (N_EVENTS - 1 - index) as i64 + rng.between(-4, 4);
            let client = format!("{client} {number}");
            Event {
                id: format!("ev-{:02}", index + 1),
                code: format!("DemoEvent11{}", LETTERS[index]),
                title: format!("{what}: {client}"),
                date: today.saturating_sub(back.days()),
                kind: *kind,
                manager: format!("manager-{}", manager + 1),
                client,
                guests: kind.guests(rng),
                mood: managers[manager] + rng.noise() * 0.5,
            }
        })
        .collect()
}

/// Days for which the links of a year's events take votes while these are posted.
const OPEN_DAYS: u16 = 400;

/// Gives the links the days that the product gives them.
pub const CLOSE_LINKS: &str = "UPDATE event SET link_days = 14;\n";

/// Stores the events, whose links take votes until [`CLOSE_LINKS`].
pub fn sql(events: &[Event], zone: &str) -> String {
    let mut text = String::new();
    for event in events {
        // No value contains a quote: they come from the tables above.
        text += &format!(
            "INSERT OR IGNORE INTO event (id, code, title, date, kind, manager, client, guests, zone, link_days) VALUES ('{}', '{}', '{}', '{}', '{}', '{}', '{}', {}, '{zone}', {OPEN_DAYS});\n",
            event.id,
            event.code,
            event.title,
            event.date,
            event.kind.as_str(),
            event.manager,
            event.client,
            event.guests
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const TODAY: Date = jiff::civil::date(2026, 11, 22);

    #[test]
    fn the_same_seed_gives_the_same_agency() {
        assert_eq!(
            events(&mut Rng::new(1), TODAY),
            events(&mut Rng::new(1), TODAY)
        );
        assert_ne!(
            events(&mut Rng::new(1), TODAY),
            events(&mut Rng::new(2), TODAY)
        );
    }

    #[test]
    fn year_has_24_events_for_18_clients() {
        let events = events(&mut Rng::new(1), TODAY);
        let clients: BTreeSet<&str> = events.iter().map(|event| event.client.as_str()).collect();
        assert_eq!((events.len(), clients.len()), (24, 18));
        for event in &events {
            assert!((50..=300).contains(&event.guests), "{event:?}");
            let days_ago = event
                .date
                .until(TODAY)
                .map(|span| span.get_days())
                .unwrap_or_default();
            assert!((16..365).contains(&days_ago), "{event:?}");
        }
    }

    #[test]
    fn no_value_contains_a_quote() {
        let events = events(&mut Rng::new(1), TODAY);
        for line in sql(&events, "Europe/Kyiv").lines() {
            assert_eq!(line.matches('\'').count(), 16, "{line}");
        }
    }
}
