//! Every limit on what a guest, a visitor or a browser may send, with its unit and its reason.
//!
//! A limit is tested at its edge and one past it, here or where it is enforced.

/// Bytes of a posted body without a limit of its own, as an event's. Forms of fewer bytes have this limit too: a link that
/// was put together wrongly must not cost a vote.
pub const BODY_MAX_BYTES: usize = 16 * 1024;

/// Bytes of one character of a posted text: four of UTF-8, `%F0%9F%98%80` in a form and `\ud83d\ude00` in JSON. Cyrillic
/// takes six in a form, so that a text of twice its limit still gets its error beside the field.
const CHAR_MAX_BYTES: usize = 12;

/// Bytes of a posted field's name with the signs around it and its value: a question's `q.{32 characters}.other=&`, and
/// the same nested in JSON.
const FIELD_NAME_MAX_BYTES: usize = 64;

/// Bytes of a posted field that holds a number, a word, a code or an id; the longest is a `form_token`.
pub(crate) const SHORT_FIELD_MAX_BYTES: usize = FIELD_NAME_MAX_BYTES + 64;

/// Such fields beside those of questions: `id`, `rev`, `version`, `lang`, `touchpoint`, `channel`, `by`, `window`, `consent`,
/// `invite`, `user_activation`, `partial`, `form_token`, `honeypot`, `language`, and one more.
const SHORT_FIELDS_MAX: usize = 16;

/// Bytes of a posted field that holds a text.
pub(crate) const fn text_field_max_bytes(max_chars: usize) -> usize {
    FIELD_NAME_MAX_BYTES + max_chars * CHAR_MAX_BYTES
}

/// Bytes of a posted body with fields of so many bytes beside those of every form. Whole kilobytes, as its error names
/// them.
pub(crate) const fn form_max_bytes(own_fields: usize) -> usize {
    let common = SHORT_FIELDS_MAX * SHORT_FIELD_MAX_BYTES
        + text_field_max_bytes(EVENT_MAX_CHARS)
        + text_field_max_bytes(MANAGER_MAX_CHARS)
        + text_field_max_bytes(REFERENCE_MAX_CHARS)
        + FIELD_NAME_MAX_BYTES
        + CHALLENGE_MAX_BYTES;
    let sum = (common + own_fields).next_multiple_of(1024);
    if sum < BODY_MAX_BYTES {
        BODY_MAX_BYTES
    } else {
        sum
    }
}

/// Bytes of a posted request to be called, as the fields of a form or as JSON.
pub const CALLBACK_BODY_MAX_BYTES: usize = form_max_bytes(
    text_field_max_bytes(PHONE_MAX_CHARS)
        + text_field_max_bytes(NAME_MAX_CHARS)
        + text_field_max_bytes(TOPIC_MAX_CHARS)
        + text_field_max_bytes(TEXT_MAX_CHARS),
);

/// Milliseconds in which a list of references arrives: 1.5 MB at 200 kbit/s.
pub const INVITES_BODY_TIMEOUT_MS: u32 = 60_000;

/// Milliseconds in which a body arrives: two comments of [`TEXT_MAX_CHARS`] in Cyrillic, 24 KB as a form, take 8 s at
/// 26 kbit/s, the slowest that phones fall back to. Nothing else stops a body that trickles in.
pub const BODY_TIMEOUT_MS: u32 = 10_000;

/// Milliseconds for which a query to an unavailable database is retried.
pub const DATABASE_TIMEOUT_MS: i64 = 2_000;

/// Milliseconds after which a database that does not respond counts as unavailable: a guest's browser waits for
/// 20 seconds.
pub const DATABASE_OUTAGE_MS: u32 = 6_000;

/// Hours within which the agency contacts a client who gave a low answer.
pub const LOW_ANSWER_HOURS: i64 = 24;

/// Outbox messages sent to one destination in a batch: three destinations stay below the 50 requests of the free plan.
pub const OUTBOX_BATCH: u32 = 3;

/// Milliseconds of a lease on an outbox message: far longer than an attempt may take.
pub const OUTBOX_LEASE_MS: i64 = 60_000;

/// Milliseconds between the first attempts to deliver a message; each pause is twice as long.
pub const OUTBOX_PAUSE_MS: i64 = 60_000;

/// Milliseconds of the longest pause, before jitter: a destination that is available again gets its messages within 20
/// minutes.
pub const OUTBOX_PAUSE_MAX_MS: i64 = 900_000;

/// Attempts to deliver a message: 13 hours in all.
pub const OUTBOX_ATTEMPTS_MAX: u32 = 54;

/// Milliseconds for which a message is kept, delivered or not, and a low answer is listed: 30 days.
pub const OUTBOX_RETENTION_MS: i64 = 2_592_000_000;

/// Low answers of one page: a few days of them.
pub const LOW_ANSWERS_PAGE: u32 = 20;

/// Outbox messages on the director's page.
pub const OUTBOX_PAGE: u32 = 50;

/// Characters of a free comment: a director does not read longer ones.
pub const TEXT_MAX_CHARS: usize = 2_000;

/// Characters of the "other" field of a choice: a phrase, not a comment.
pub const OTHER_MAX_CHARS: usize = 200;

/// Characters of an event's id, also of one that the agency does not know (stored unchanged).
pub const EVENT_MAX_CHARS: usize = 64;

/// Characters of a visitor's name.
pub const NAME_MAX_CHARS: usize = 100;

/// Characters of a callback's topic.
pub const TOPIC_MAX_CHARS: usize = 200;

/// Characters of a phone as typed; E.164 has 16 at most, people add brackets and spaces.
pub const PHONE_MAX_CHARS: usize = 32;

/// Digits of an extension behind a phone; telephone systems of companies have two to five.
pub const EXTENSION_MAX_DIGITS: usize = 6;

/// Characters of a manager's name, also of one that the agency does not know.
pub const MANAGER_MAX_CHARS: usize = 64;

/// Characters of the agency's own reference to a client or an order: a UUID with a prefix fits.
pub const REFERENCE_MAX_CHARS: usize = 64;

/// Working minutes until a callback is due where the settings name no number: the agency's own target for requests
/// from a site.
pub const CALLBACK_MINUTES: u16 = 15;

/// Working minutes until a callback is due, as settings may have them: up to a working day of eight hours.
pub const CALLBACK_MINUTES_RANGE: core::ops::RangeInclusive<u16> = 1..=480;

/// Days that are searched for a due time: a summer's closing of a month and a half fits.
pub const DUE_AT_MAX_DAYS: u32 = 60;

/// Days after its due time in which an open request counts as overdue: later the visitor no longer waits for the
/// call.
pub const OVERDUE_DAYS: i64 = 7;

/// Special days in the settings: ten years of holidays, read again at each request.
pub const SPECIAL_DAYS_MAX: usize = 200;

/// Characters of a query parameter about the look; the longest value is a colour's seven.
pub const LOOK_MAX_CHARS: usize = 8;

/// Pixels of a control's corner; more would round the eleven buttons of a scale into each other.
pub const RADIUS_MAX_PX: u8 = 24;

/// Revisions of one submission: a form of few questions needs no more, only an endless loop does.
pub const REV_MAX: u8 = 32;

/// Hours in which a higher revision still replaces a response.
pub const CORRECTION_HOURS: u32 = 24;

/// Questions of a survey.
pub const QUESTIONS_MAX: usize = 20;

/// Options of a choice: more do not fit a phone's screen.
pub const OPTIONS_MAX: usize = 20;

/// Characters of an id of a survey, question or option.
pub const PART_ID_MAX_CHARS: usize = 32;

/// Events that one manager may enter, until the director or the agency's own system has stored them too: each is more to
/// read for the numbers of all.
pub const MANAGER_EVENTS_MAX: u32 = 500;

/// Rows of tallies that one aggregate reads, a first try by event included: a bound on cost and time. What needs more is
/// tried again for the sources of headlines alone, at most twice, then so for each of the three audiences, and refused
/// after eight tries of so many rows.
pub const TALLIES_MAX: u32 = 5_000;

/// Steps of a request that a list shows.
pub const CASE_EVENTS_SHOWN: u32 = 10;

/// Callbacks that are counted for one aggregate: as many rows as it may read of tallies.
pub const CALLBACKS_COUNTED_MAX: u32 = 5_000;

/// Rows of tallies up to which a query that random groups can answer reads single events.
pub const TALLIES_BY_EVENT_MAX: u32 = 500;

/// Bytes of a survey's document: a dozen questions with long lists of options, in three languages.
pub const SURVEY_BODY_MAX_BYTES: usize = 64 * 1024;

/// Characters of a survey's title: a heading of two lines on a phone, and a letter's subject.
pub const TITLE_MAX_CHARS: usize = 80;

/// Characters of a question: four lines on a phone.
pub const QUESTION_MAX_CHARS: usize = 200;

/// Characters of a label: of an option, of a value, of an end of a scale.
pub const LABEL_MAX_CHARS: usize = 60;

/// Origins to which a survey can be restricted: an agency's sites, with their test sites.
pub const ORIGINS_MAX: usize = 20;

/// Characters of an origin: a host has 253 at most, with its scheme and port.
pub const ORIGIN_MAX_CHARS: usize = 270;

/// Published versions of all surveys together: every isolate keeps all of them.
pub const SURVEY_VERSIONS_MAX: u32 = 200;

/// Milliseconds after which an isolate polls for newly published versions: one response a minute waits for a round
/// trip.
pub const SURVEYS_FRESH_MS: i64 = 60_000;

/// Milliseconds for which such a response waits: ten round trips. Then it is made without newer versions.
pub const SURVEYS_TIMEOUT_MS: u32 = 1_000;

/// Bytes of the scheme and host of a site that a page links back to: a host name has 253 at most.
pub const SITE_MAX_BYTES: usize = 270;

/// Bytes of the address that a page links back to; with a longer one it links to its site.
pub const REFERER_MAX_BYTES: usize = 2_000;

/// Milliseconds for which a form waits for the name of its event: ten round trips. Then it is shown without.
pub const EVENT_TITLE_TIMEOUT_MS: u32 = 1_000;

/// Errors of a document that are returned at once.
pub const VALIDATION_ERRORS_MAX: usize = 100;

/// Days of one aggregate query, both ends included: a decade, far beyond what is compared.
pub const PERIOD_MAX_DAYS: i64 = 3_660;

/// Milliseconds without an outage of Turnstile after which the next is another one: a day.
pub const TURNSTILE_OUTAGE_GAP_MS: i64 = 86_400_000;

/// Milliseconds for which an outage of Turnstile is shown to the director: a week, for those who look on Mondays.
pub const TURNSTILE_OUTAGE_SHOWN_MS: i64 = 604_800_000;

/// Bytes of a Turnstile token: the service's own limit.
pub const CHALLENGE_MAX_BYTES: usize = 2_048;

/// Milliseconds in which an external service responds, as the verifier of a challenge or a receiver of outbox
/// messages; later it counts as unavailable.
pub const POST_TIMEOUT_MS: u32 = 5_000;

/// Requests on one page of callbacks: two days of the most that enter the queue in a flood, so that an earlier request
/// stays on the first page.
pub const CALLBACKS_PAGE: u32 = 200;

/// Requests of a page, as a query may ask for them.
pub const CALLBACKS_PAGE_RANGE: core::ops::RangeInclusive<u32> = 1..=CALLBACKS_PAGE;

/// Requests from new phones within an hour that enter the queue where the settings name no number; further ones are a
/// flood. An agency gets some in a day, and has nobody who calls more than one in two minutes.
pub const CALLBACK_FLOOD_HOUR: u32 = 30;

/// The same within a day: a slow flood must not fill a page of [`CALLBACKS_PAGE`] overnight.
pub const CALLBACK_FLOOD_DAY: u32 = 100;

/// These numbers as settings may have them: one at least; above that an advertisement of a festival.
pub const CALLBACK_FLOOD_RANGE: core::ops::RangeInclusive<u32> = 1..=100_000;

/// How often one phone asked for the call that is still open, as far as it is counted: beyond, nobody cares how much.
pub const CALLBACK_TIMES_MAX: u32 = 100;

/// What one phone wrote, as far as it is shown with its request: the first time and the latest four.
pub const CALLBACK_CONTACTS_MAX: u32 = 5;

/// Requests in quarantine that are counted; the page says "and more" beyond.
pub const CALLBACKS_HELD_COUNTED_MAX: u32 = 1_000;

/// Characters of an event's title or venue: a line of a list.
pub const EVENT_TITLE_MAX_CHARS: usize = 200;

/// Characters of an event's kind, format, client and zone: words, and the longest zone has 32.
pub const EVENT_WORD_MAX_CHARS: usize = 64;

/// Guests of an event: festivals of a region fit, a typing error does not.
pub const EVENT_GUESTS_MAX: u32 = 100_000;

/// Events on one page of the list.
pub const EVENTS_PAGE: u32 = 50;

/// Invites issued by one call: a festival's mailing list in ten calls.
pub const INVITES_MAX: usize = 10_000;

/// Bytes of such a call: that many references of 64 Cyrillic letters, with commas and quotes.
pub const INVITES_BODY_MAX_BYTES: usize = 1_500_000;

/// Days after an event, or after issuing where that is later, in which an invite takes an answer.
pub const INVITE_DAYS: u32 = 14;

/// UTC milliseconds before which no letter went out: 2020, so that a number in seconds is refused.
pub const SENT_AT_MIN_MS: i64 = 1_577_836_800_000;

/// Revisions kept of the submissions through one invite: this many accepted ones, and this many others.
pub const INVITE_REVISIONS_MAX: u8 = 16;

/// Milliseconds that a person needs at least to open a letter, follow its link and answer.
pub const MIN_ANSWER_DELAY_MS: i64 = 5_000;

/// Milliseconds that a person needs at least to answer again, differently, from another page.
pub const MIN_OTHER_ANSWER_DELAY_MS: i64 = 5_000;

/// Milliseconds that a person needs at least to read a question, tap and send.
pub const MIN_SEND_DELAY_MS: i64 = 700;

/// Networks past their limit of misses that an isolate remembers until the minute is over: 100 KB.
pub const PAST_MISSES_MAX: usize = 1_000;

/// Milliseconds of a window in which votes of an open link are counted for a burst; windows are fixed slots of the clock.
pub const BURST_WINDOW_MS: i64 = 600_000;

/// Votes of an open link in a window above which they are a burst, where the number of guests is unknown. Compared in
/// `response_upsert.sql`.
pub const BURST_VOTES: i64 = 600;

/// The same where the number of guests is known: above twice that number, and not below this.
pub const BURST_VOTES_MIN: i64 = 60;

/// Responses that limits set aside and that are counted for the director's list: a bound on cost. More are a flood that
/// is decided about in any case.
pub const HELD_MAX: u32 = 20_000;

/// Batches of [`BURST_PAGE`] responses that one decision about all of a group may run: with the reads before them they
/// stay below the 50 requests of the free plan.
pub const HELD_BATCHES_MAX: u32 = 20;

/// Minutes in which the issuer of an invite gets its link again, so that an order whose answer was lost can be repeated.
pub const INVITE_RETRY_MINUTES: i64 = 10;

/// Days ahead at which a letter may go out: within them answers before that moment are a machine's.
pub const SENT_AT_MAX_DAYS: i64 = 30;

/// Votes that are quarantined together when a burst is detected; the next vote quarantines the rest.
pub const BURST_PAGE: u32 = 500;

/// Characters of the director's reason to include or exclude a response.
pub const REASON_MAX_CHARS: usize = 500;

/// Responses of one page: as many as are read at once, and few enough for one HTTP response.
pub const RESPONSES_PAGE_RANGE: core::ops::RangeInclusive<u32> = 1..=200;

/// Responses of a page by default.
pub const RESPONSES_PAGE: u32 = 50;

/// Responses that an export reads in a batch: half a megabyte of the worker's 128.
pub const EXPORT_PAGE: u32 = 500;

/// Characters that are searched for in free texts: one letter is in every text.
pub const SEARCH_CHARS_RANGE: core::ops::RangeInclusive<usize> = 2..=64;

/// Responses on one page of the moderation queue.
pub const MODERATION_PAGE: u32 = 100;

/// Thousandths of those who could have answered, below which a response rate is called low.
pub const LOW_RESPONSE_THOUSANDTHS: u64 = 300;

/// Answers to one question of an anonymous survey in a released interval, at least: among fewer, the respondents who
/// know the others' answers know the last one.
pub const ANONYMOUS_ANSWERS_MIN: u64 = 5;

/// Whole days after a quarter before its numbers of an anonymous survey are released: longer than an answer can be
/// corrected, in any time zone.
pub const ANONYMOUS_DAYS: i64 = 2;

/// Days back in which events without answers are looked for, and managers' shares counted.
pub const EVENTS_LOOKBACK_DAYS: u32 = 365;

/// Days after an event before a lack of answers is reported: guests are asked 24 to 48 hours after its end.
pub const EVENT_QUIET_DAYS: u32 = 2;

/// Events that such a look back reads: five and more on every day of a year.
pub const EVENTS_OVER_MAX: u32 = 2_000;

/// Rows of one part of an import: D1 writes them in a second.
pub const IMPORT_ROWS_MAX: usize = 1_000;

/// Bytes of such a part with its mapping: that many rows with comments of 500 Cyrillic letters.
pub const IMPORT_BODY_MAX_BYTES: usize = 1_500_000;

/// Bytes of the value that such a part is written as: D1 takes 2 MB.
pub const IMPORT_WRITE_MAX_BYTES: usize = 1_900_000;

/// UTC milliseconds from which answers are imported, the start of this century: an older time was read wrongly.
pub const IMPORT_FROM_MS: i64 = 946_684_800_000;

/// Characters of the name of an import's source.
pub const IMPORT_NAME_MAX_CHARS: usize = 64;

/// Seconds for which a browser reaches a deployment by https alone: a year, as browsers' own lists ask for.
pub const HTTPS_SECONDS: u32 = 31_536_000;

/// Contacts that one request seals anew under another key: 1.3 MB of JSON where every comment is as long as can be.
pub const REKEY_PAGE: u32 = 50;

/// Milliseconds for which an entry of the audit log is kept: a year, so that a yearly review finds all of it.
pub const AUDIT_RETENTION_MS: i64 = 31_536_000_000;

/// Entries on one page of the audit log.
pub const AUDIT_PAGE: u32 = 100;

/// Milliseconds of failed sign-ins that the director's page sums up: a week, as a holiday may take.
pub const FAILED_SIGN_INS_MS: i64 = 604_800_000;
