//! `POST /v1/import`: responses of another system, a part of a table a request.

use crate::auth::principal::Director;
use crate::ctx::WriteCtx;
use crate::http::body::{BodyLimit, from_json};
use crate::http::error::{ClientError, Result};
use crate::http::response;
#[cfg(test)]
use crate::http::response::ErrorBody;
use crate::platform::clock;
use crate::platform::link_code::{self, LinkKey};
use crate::store::{ImportRow, answer_rows, payload_hash};
use otklik_embed::i18n::texts;
use otklik_embed::survey_doc::surveys;
use otklik_survey::csv::{BadQuote, Record, Table};
use otklik_survey::import::{Identity, Mapping, MappingDraft, Row, Stamp, reused_ids};
use otklik_survey::response::flag::Flag;
use otklik_survey::{Code, Lang, Source, Touchpoint, ValidationError, limits};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use worker::Response;

/// A part of a table, and the mapping of its columns.
#[derive(Deserialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[cfg_attr(test, schema(as = Import))]
#[serde(deny_unknown_fields)]
pub struct ImportDraft {
    mapping: MappingDraft,
    /// The header and 1-1,000 rows. Cells are separated by the sign that the first line names, as `sep=;`, or else by
    /// whichever of `,`, `;` and tab the header has most.
    csv: String,
    /// Nothing is stored; the report says what would be.
    #[serde(default)]
    dry_run: bool,
    /// For each row, the number of rows before it in the whole table of which the mapping reads the same, which distinguishes
    /// rows without an id. Without this field, those of this part are counted.
    #[serde(default)]
    repeats: Vec<u32>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub struct ImportReport<'a> {
    /// The number of rows below the header.
    rows: usize,
    stored: usize,
    /// Stored before, or twice in this part.
    already: usize,
    /// Each error of each row that was not stored.
    rejected: Vec<RejectedRow<'a>>,
    /// Cells of rows that were stored without them: answers to questions that the survey does not ask, or not after the
    /// row's score.
    left_out: Vec<RejectedRow<'a>>,
    /// Rows that are stored already with other contents, and stay as they are stored. Those of an own export are not compared:
    /// their deployment knows more of them.
    changed: Vec<RejectedRow<'a>>,
    /// Events that rows name and the agency does not have: their responses count as those of a site.
    unknown_events: Vec<String>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
struct RejectedRow<'a> {
    /// From 1, without the header.
    row: usize,
    code: &'a str,
    /// Empty where the error is about the whole row.
    column: String,
    reason: String,
}

/// Stores responses of another system.
///
/// 1. Body over 1.5 MB: 413; not arrived within a minute: 408. Not JSON of the right shape: 400.
/// 2. No row, or more than 1,000; a quotation mark that is not closed; a mapping that does not fit the surveys or the
///    table: 422.
/// 3. Each row is accepted as a vote is, or reported with its errors: no row stops the others.
/// 4. One batch, or on a dry run none: 200. Rows that are larger than one value of D1: 413.
#[cfg_attr(test, utoipa::path(post, path = "/v1/import", operation_id = "import", tag = "director",
    request_body(content = ImportDraft, description = "A part of a table and its mapping, 1.5 MB at most"),
    responses((status = 200, description = "The result for each row; the same again stores nothing", body = ImportReport),
        (status = 400, description = "Not JSON of this shape", body = ErrorBody),
        (status = 401, description = "No token, or an invalid one", body = ErrorBody),
        (status = 403, description = "A token of another role, or a session that no page of this deployment used", body = ErrorBody),
        (status = 408, description = "The body did not arrive within a minute", body = ErrorBody),
        (status = 413, description = "Over 1.5 MB, or rows that become more than 1.9 MB", body = ErrorBody),
        (status = 422, description = "No row, more than 1,000, a quotation mark that is not closed, or a mapping that does not fit the surveys or the table; `all` names each place", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn post(mut ctx: WriteCtx<Director>) -> Result<Response> {
    // 1
    let body = ctx.body_within(BodyLimit::IMPORT).await?;
    let draft = from_json::<ImportDraft>(&body)?;
    // 2
    let (header, records) = read_table(&draft)?;
    // Whoever imports responses knows them, and could subtract them from an anonymous survey's sums.
    let mut surveys = surveys::versions();
    surveys.retain(|survey| !surveys::is_anonymous(survey.id()));
    let mapping = Mapping::accept(&draft.mapping, &header, &surveys);
    let mapping = mapping.map_err(ClientError::Rejected)?;
    check_zones(&mapping)?;
    // 3
    let zone = &ctx.settings.zone;
    let lang = ctx.lang();
    let identities = records.iter().map(|row| mapping.identity(&row.cells));
    let identities: Vec<Identity> = identities.collect();
    let ids = ids(&ctx.bindings.link_key()?, &draft, &identities)?;
    let reused = reused_ids(&identities);
    let (mut accepted, mut rejected, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for (index, (record, id)) in records.iter().zip(&ids).enumerate() {
        let reported = |errors: Vec<ValidationError>| {
            let errors = errors.into_iter();
            errors.map(move |it| rejected_row(index + 1, it, lang))
        };
        if reused.contains_key(&index) {
            let column = mapping.id_column(&record.cells);
            rejected.extend(reported(vec![ValidationError::new(Code::IdReused, column)]));
            continue;
        }
        match read(&mapping, (index + 1, record), id, zone, ctx.now_ms)? {
            Ok(mut row) => {
                left_out.extend(reported(core::mem::take(&mut row.row.left_out)));
                accepted.push(row);
            }
            Err(mistakes) => rejected.extend(reported(mistakes)),
        }
    }
    let n_accepted = accepted.len();
    let mut accepted_ids = BTreeSet::new();
    accepted.retain(|timed| accepted_ids.insert(timed.row.response.id().as_str().to_owned()));
    // 4
    let rows: Vec<ImportRow<'_>> = accepted.iter().map(Timed::write).collect::<Result<_>>()?;
    let imported = if draft.dry_run {
        ctx.reader().import(&rows).await?
    } else {
        ctx.store().import(ctx.actor(), &rows, ctx.now_ms).await?
    };
    let changed = accepted.iter().filter(|timed| {
        let id = timed.row.response.id().as_str();
        !draft.mapping.is_export && imported.changed.iter().any(|it| it == id)
    });
    let changed = changed.map(|timed| {
        let column = mapping.id_column(&records[timed.number - 1].cells);
        let error = ValidationError::new(Code::StoredOtherwise, column);
        rejected_row(timed.number, error, lang)
    });
    let report = ImportReport {
        changed: changed.collect(),
        rows: records.len(),
        stored: imported.stored,
        already: n_accepted - imported.stored,
        rejected,
        left_out,
        unknown_events: imported.unknown_events,
    };
    Ok(response::json(200, &report)?)
}

type Header = Vec<Vec<String>>;

/// The rows of names, and those below them.
fn read_table(draft: &ImportDraft) -> std::result::Result<(Header, Vec<Record<'_>>), ClientError> {
    let refused = |code, place| ClientError::Rejected(vec![ValidationError::new(code, place)]);
    let n_header_rows = draft.mapping.n_header_rows();
    let records = Table::of(&draft.csv).records();
    let records = records.take(n_header_rows + limits::IMPORT_ROWS_MAX + 1);
    let records: std::result::Result<Vec<Record<'_>>, BadQuote> = records.collect();
    let mut records =
        records.map_err(|bad| refused(Code::BadQuote, format!("csv.lines.{}", bad.line)))?;
    let rows = records.split_off(n_header_rows.min(records.len()));
    if !(1..=limits::IMPORT_ROWS_MAX).contains(&rows.len()) {
        return Err(refused(Code::RowsOutOfRange, "csv".to_owned()));
    }
    let header = records.into_iter().map(|it| it.cells).collect();
    Ok((header, rows))
}

/// Refuses zones that the zone database does not have.
fn check_zones(mapping: &Mapping<'_>) -> std::result::Result<(), ClientError> {
    let unknown = mapping.zones().into_iter();
    let unknown = unknown.filter(|(_, zone)| clock::day_of(0, zone).is_err());
    let errors = unknown.map(|(place, _)| ValidationError::new(Code::UnknownZone, place));
    let errors: Vec<ValidationError> = errors.collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ClientError::Rejected(errors))
    }
}

/// The id of each row's response: made under the deployment's key of the import's name and the row's own id or, without
/// one, of what the mapping reads of it and the number of such rows before it. So nothing is stored twice, and nobody who
/// knows the row can have stored something under its id.
fn ids(key: &LinkKey, draft: &ImportDraft, identities: &[Identity]) -> worker::Result<Vec<String>> {
    let name = draft.mapping.name.trim();
    let mut seen: HashMap<&Identity, u32> = HashMap::new();
    let mut ids = Vec::new();
    for (index, row) in identities.iter().enumerate() {
        let n_before = seen.entry(row).or_default();
        let n = draft.repeats.get(index).copied().unwrap_or(*n_before);
        *n_before += 1;
        if draft.mapping.is_export && !row.own_id.is_empty() {
            ids.push(row.own_id.clone());
            continue;
        }
        let known_by = if row.own_id.is_empty() {
            serde_json::to_string(&(name, &row.survey, &row.contents, n))?
        } else {
            serde_json::to_string(&(name, &row.survey, &row.own_id))?
        };
        ids.push(link_code::import_id(key, &known_by));
    }
    Ok(ids)
}

/// A row with its time.
struct Timed {
    /// Of the row, from 1.
    number: usize,
    row: Row,
    at_ms: i64,
    day: String,
}

fn read(
    mapping: &Mapping<'_>,
    (number, record): (usize, &Record<'_>),
    id: &str,
    zone: &str,
    now_ms: i64,
) -> worker::Result<Result<Timed, Vec<ValidationError>>> {
    let row = match mapping.read(&record.cells, id) {
        Ok(row) => row,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    // The year 9999, which means "no end" in many tables, has no time of UTC.
    let at_ms = row
        .stamp
        .at_ms(|minute, named| clock::utc_minute(minute, named.unwrap_or(zone)))
        .ok();
    let Some(at_ms) = at_ms.filter(|at_ms| Stamp::is_past(*at_ms, now_ms)) else {
        let error = ValidationError::new(Code::UnreadableTime, mapping.time_column(&record.cells));
        return Ok(Err(vec![error]));
    };
    let day = clock::day_of(at_ms, zone)?;
    Ok(Ok(Timed {
        number,
        row,
        at_ms,
        day,
    }))
}

impl Timed {
    fn write(&self) -> Result<ImportRow<'_>> {
        let Timed {
            row, at_ms, day, ..
        } = self;
        let response = &row.response;
        Ok(ImportRow {
            id: response.id().as_str(),
            survey: response.survey(),
            payload_hash: payload_hash(response)?,
            version: response.version(),
            audience: row.audience.as_str(),
            source: row.source.map(Source::as_str),
            status: row.status.as_str(),
            flag: row.flag.map(Flag::as_str),
            event: response.event(),
            touchpoint: response.touchpoint().map(Touchpoint::as_str),
            channel: response.channel().as_str(),
            locale: response.lang().map(Lang::code),
            at_ms: *at_ms,
            day,
            reference: response.reference(),
            answers: answer_rows(response),
        })
    }
}

fn rejected_row<'a>(row: usize, error: ValidationError, lang: Lang) -> RejectedRow<'a> {
    let code = error.code.as_str();
    RejectedRow {
        row,
        code,
        reason: texts::error(lang, code, ""),
        column: error.field,
    }
}
