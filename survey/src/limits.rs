//! Every limit on what a guest, a visitor or a browser may send, with its unit and its reason.
//!
//! A limit is tested at its edge and one past it, here or where it is enforced.

/// Bytes of a posted body: JSON of three texts of [`TEXT_MAX_CHARS`] in Cyrillic, two bytes a
/// letter, or one of them as the field of a form, where a letter takes six.
pub const BODY_MAX_BYTES: usize = 16 * 1024;

/// Milliseconds in which a list of references arrives: 1.5 MB at 200 kbit/s.
pub const INVITES_BODY_TIMEOUT_MS: u32 = 60_000;

/// Milliseconds in which a body arrives: 16 KB take 5 s at 26 kbit/s, the slowest that phones fall back
/// to. Nothing else stops a body that trickles in.
pub const BODY_TIMEOUT_MS: u32 = 10_000;

/// Milliseconds in which a database that is away is asked again.
pub const DATABASE_TIMEOUT_MS: i64 = 2_000;

/// Milliseconds after which a database that says nothing is taken for away: a guest's browser waits for 20
/// seconds.
pub const DATABASE_OUTAGE_MS: u32 = 6_000;

/// Hours in which a client who gave a low answer hears of the agency.
pub const LOW_ANSWER_HOURS: i64 = 24;

/// Notices sent to one target at once: three targets stay below the 50 requests of the free plan.
pub const OUTBOX_BATCH: u32 = 3;

/// Milliseconds for which a notice is nobody else's to send: far longer than an attempt may take.
pub const OUTBOX_LEASE_MS: i64 = 60_000;

/// Milliseconds between the first attempts to tell a notice; each pause is twice as long.
pub const OUTBOX_PAUSE_MS: i64 = 60_000;

/// Milliseconds between the last ones: a quarter of an hour, in which nobody who comes back is missed long.
pub const OUTBOX_PAUSE_MAX_MS: i64 = 900_000;

/// Attempts to tell a notice: 13 hours in all.
pub const OUTBOX_ATTEMPTS_MAX: u32 = 54;

/// Milliseconds for which what was told is remembered: 30 days.
pub const OUTBOX_RETENTION_MS: i64 = 2_592_000_000;

/// Low answers on the director's page: a few days of them.
pub const LOW_ANSWERS_PAGE: u32 = 20;

/// Notices on the director's page.
pub const OUTBOX_PAGE: u32 = 50;

/// Characters of a free comment: more is not read by anybody.
pub const TEXT_MAX_CHARS: usize = 2_000;

/// Characters of the "other" field of a choice: a phrase, not a comment.
pub const OTHER_MAX_CHARS: usize = 200;

/// Characters of an event's id, also of one that the agency does not know (kept as it came).
pub const EVENT_MAX_CHARS: usize = 64;

/// Characters of a visitor's name.
pub const NAME_MAX_CHARS: usize = 100;

/// Characters of what a callback is about.
pub const TOPIC_MAX_CHARS: usize = 200;

/// Characters of a phone as typed; E.164 has 16 at most, people add brackets and spaces.
pub const PHONE_MAX_CHARS: usize = 32;

/// Characters of what names a manager, also of one that the agency does not know.
pub const MANAGER_MAX_CHARS: usize = 64;

/// Characters of the agency's own reference to a client or an order: a UUID with a prefix fits.
pub const REFERENCE_MAX_CHARS: usize = 64;

/// Working minutes within which a callback is promised where the agency sets nothing else: its
/// own target for requests from a site.
pub const CALLBACK_MINUTES: u16 = 15;

/// Working minutes that may be promised: from at once to a working day of eight hours; who needs
/// longer had better not ask for phones.
pub const CALLBACK_MINUTES_RANGE: core::ops::RangeInclusive<u16> = 1..=480;

/// Days in which a promise is looked for: a summer's closing of a month and a half fits.
pub const DUE_AT_MAX_DAYS: u32 = 60;

/// Days after a promised time in which an open request is called overdue: later nobody waits for the
/// call any more.
pub const OVERDUE_DAYS: i64 = 7;

/// Special days in the settings: ten years of holidays, read again at each request.
pub const SPECIAL_DAYS_MAX: usize = 200;

/// Characters of a word of an address about the look; the longest one is a colour's seven.
pub const LOOK_MAX_CHARS: usize = 8;

/// Pixels of a control's corner; more would round the eleven buttons of a scale into each other.
pub const RADIUS_MAX_PX: u8 = 24;

/// Revisions of one submission: a form of few questions needs no more, a loop gone wild does.
pub const REV_MAX: u8 = 32;

/// Hours in which a higher revision still replaces a response.
pub const CORRECTION_HOURS: u32 = 24;

/// Questions of a survey.
pub const QUESTIONS_MAX: usize = 20;

/// Options of a choice: more do not fit a phone's screen.
pub const OPTIONS_MAX: usize = 20;

/// Characters of an id of a survey, question or option.
pub const PART_ID_MAX_CHARS: usize = 32;

/// Tallies that one aggregate reads, in rows of the database: what they cost, and what a worker sums in
/// time. What would need more is refused.
pub const TALLIES_MAX: u32 = 5_000;

/// Callbacks that are counted for one aggregate: as many rows as it may read of tallies.
pub const CALLBACKS_COUNTED_MAX: u32 = 5_000;

/// Of the tallies, how many are tried with events one by one, where random_groups of them would do.
pub const TALLIES_BY_EVENT_MAX: u32 = 500;

/// Bytes of a survey's document: a dozen questions with long lists of options, in three languages.
pub const SURVEY_BODY_MAX_BYTES: usize = 64 * 1024;

/// Characters of a survey's title: a heading of two lines on a phone, and a letter's subject.
pub const TITLE_MAX_CHARS: usize = 80;

/// Characters of a question: four lines on a phone.
pub const QUESTION_MAX_CHARS: usize = 200;

/// Characters of the name of an option or of a value, and of what an end of a scale means.
pub const LABEL_MAX_CHARS: usize = 60;

/// Sites that a survey may be asked on alone: an agency's, with their test sites.
pub const ORIGINS_MAX: usize = 20;

/// Characters of an origin: a host has 253 at most, with its scheme and port.
pub const ORIGIN_MAX_CHARS: usize = 270;

/// Published versions of all surveys together: every isolate keeps all of them.
pub const SURVEY_VERSIONS_MAX: u32 = 200;

/// Milliseconds after which an isolate asks for versions that others have published: one answer a minute waits
/// for a round trip.
pub const SURVEYS_FRESH_MS: i64 = 60_000;

/// Milliseconds for which such an answer waits: ten round trips, and little of a guest's patience. It comes
/// without them then.
pub const SURVEYS_TIMEOUT_MS: u32 = 1_000;

/// Errors of a document that are told at once: more are mended by going on from these.
pub const VALIDATION_ERRORS_MAX: usize = 100;

/// Days of one aggregate query, both ends included: a decade, far beyond what is compared.
pub const PERIOD_MAX_DAYS: i64 = 3_660;

/// Bytes of what Turnstile gives a page: its own limit.
pub const CHALLENGE_MAX_BYTES: usize = 2_048;

/// Milliseconds in which a service of others answers, as the verifier of a challenge or who is told of a
/// callback; later it is taken for away.
pub const POST_TIMEOUT_MS: u32 = 5_000;

/// Rows of one page of callbacks.
pub const CALLBACKS_PAGE: u32 = 200;

/// Characters of an event's title or venue: a line of a list.
pub const EVENT_TITLE_MAX_CHARS: usize = 200;

/// Characters of an event's kind, format, client and zone: words, and the longest zone has 32.
pub const EVENT_WORD_MAX_CHARS: usize = 64;

/// Guests of an event: festivals of a region fit, a slip of the finger does not.
pub const EVENT_GUESTS_MAX: u32 = 100_000;

/// Events on one page of the list.
pub const EVENTS_PAGE: u32 = 50;

/// Invites issued by one call: a festival's mailing list in ten calls.
pub const INVITES_MAX: usize = 10_000;

/// Bytes of such a call: that many references of 64 Cyrillic letters, with commas and quotes.
pub const INVITES_BODY_MAX_BYTES: usize = 1_500_000;

/// Days after an event, or after issuing where that is later, in which an invite takes an answer.
pub const INVITE_DAYS: u32 = 14;

/// UTC milliseconds of a letter's going out: this century, so that seconds and microseconds are told
/// from it.
pub const SENT_AT_MS_RANGE: core::ops::RangeInclusive<i64> = 1_577_836_800_000..=4_102_444_800_000;

/// Revisions kept of what was sent through one invite: as many that count, as many that do not.
pub const INVITE_REVISIONS_MAX: u8 = 16;

/// Milliseconds after a letter went out before which no person has read it, opened it and answered.
pub const MIN_ANSWER_DELAY_MS: i64 = 5_000;

/// Milliseconds within which one person does not answer twice from two pages, differently.
pub const MIN_OTHER_ANSWER_DELAY_MS: i64 = 5_000;

/// Milliseconds from the making of a page to its sending in which nobody reads a question, taps and
/// sends.
pub const MIN_SEND_DELAY_MS: i64 = 700;

/// Milliseconds in which a page's hidden link is followed by a machine; an older one was handed on.
pub const HONEYPOT_MS: i64 = 600_000;

/// Milliseconds of a window in which votes of an open link are counted for a burst.
pub const BURST_WINDOW_MS: i64 = 600_000;

/// Votes of an open link in a window that are set aside as a burst, where nobody counted the guests.
pub const BURST_VOTES: i64 = 600;

/// The same where guests were counted: twice their number, and not fewer than this.
pub const BURST_VOTES_MIN: i64 = 60;

/// Votes that one finding of a burst sets aside with it; the next vote takes the rest.
pub const BURST_PAGE: u32 = 500;

/// Characters of the director's reason for counting a response, or for leaving it out.
pub const REASON_MAX_CHARS: usize = 500;

/// Responses of one page: as many as are read at once, and few enough for one answer.
pub const RESPONSES_PAGE_RANGE: core::ops::RangeInclusive<u32> = 1..=200;

/// Responses of a page where nobody says how many.
pub const RESPONSES_PAGE: u32 = 50;

/// Responses that an export reads at once: half a megabyte of the worker's 128.
pub const EXPORT_PAGE: u32 = 500;

/// Characters that are searched for in free texts: one letter is in every text.
pub const SEARCH_CHARS_RANGE: core::ops::RangeInclusive<usize> = 2..=64;

/// Responses on the page of those set aside.
pub const MODERATION_PAGE: u32 = 100;

/// Thousandths of those who could have answered, below which a response rate is called low.
pub const LOW_RESPONSE_THOUSANDTHS: u64 = 300;

/// Answers to one question of an anonymous survey that are told together at least: among fewer, who knows the
/// others knows the last one.
pub const ANONYMOUS_ANSWERS_MIN: u64 = 5;

/// Whole days after a quarter before an anonymous survey's numbers of it are told: longer than an answer may be
/// corrected, wherever the day begins.
pub const ANONYMOUS_DAYS: i64 = 2;

/// Days back in which events without answers are looked for, and managers' shares counted.
pub const EVENTS_LOOKBACK_DAYS: u32 = 365;

/// Days after an event within which nobody wonders that it has no answers: guests are asked 24 to
/// 48 hours after its end.
pub const EVENT_QUIET_DAYS: u32 = 2;

/// Events that such a look back takes in: five and more on every day of a year.
pub const EVENTS_OVER_MAX: u32 = 2_000;

/// Rows of one part of an import: what D1 writes in a second.
pub const IMPORT_ROWS_MAX: usize = 1_000;

/// Bytes of such a part with its mapping: that many rows with comments of 500 Cyrillic letters.
pub const IMPORT_BODY_MAX_BYTES: usize = 1_500_000;

/// Bytes of what such a part becomes: one value of D1 takes 2 MB.
pub const IMPORT_WRITE_MAX_BYTES: usize = 1_900_000;

/// UTC milliseconds from which answers are imported, the start of this century: what is older is a time
/// that was read wrongly.
pub const IMPORT_FROM_MS: i64 = 946_684_800_000;

/// Characters of what names the source of an import.
pub const IMPORT_NAME_MAX_CHARS: usize = 64;
