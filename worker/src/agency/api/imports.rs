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
use otklik_survey::import::{Mapping, MappingDraft, Row, Stamp};
use otklik_survey::response::flag::Flag;
use otklik_survey::{Code, Lang, Source, Touchpoint, ValidationError, limits};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use worker::Response;

/// A part of a table, and the mapping of its columns.
#[derive(Deserialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[cfg_attr(test, schema(as = Import))]
#[serde(deny_unknown_fields)]
pub struct ImportDraft {
    mapping: MappingDraft,
    /// The header and 1-1,000 rows. Cells are separated by whichever of `,`, `;` and tab the header has most.
    csv: String,
    /// Nothing is stored; the report says what would be.
    #[serde(default)]
    dry_run: bool,
    /// For each row, the number of equal rows before it in the whole table, which distinguishes rows without an id.
    /// Without this field, the equal rows of this part are counted.
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
/// 2. No row, or more than 1,000; a mapping that does not fit the surveys or the table: 422.
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
        (status = 422, description = "No row, more than 1,000, or a mapping that does not fit the surveys or the table; `all` names each place", body = ErrorBody),
        (status = 503, description = "Try again", body = ErrorBody))))]
pub async fn post(mut ctx: WriteCtx<Director>) -> Result<Response> {
    // 1
    let body = ctx.body_within(BodyLimit::IMPORT).await?;
    let draft = from_json::<ImportDraft>(&body)?;
    // 2
    let records = Table::of(&draft.csv).records();
    let records = records.take(limits::IMPORT_ROWS_MAX + 2);
    let records: std::result::Result<Vec<Record<'_>>, BadQuote> = records.collect();
    let mut records = records.map_err(bad_quote)?;
    let header = match records.is_empty() {
        true => Vec::new(),
        false => records.remove(0).cells,
    };
    if !(1..=limits::IMPORT_ROWS_MAX).contains(&records.len()) {
        let validation_error = ValidationError::new(Code::RowsOutOfRange, "csv");
        return Err(ClientError::Rejected(vec![validation_error]).into());
    }
    // Whoever imports responses knows them, and could subtract them from an anonymous survey's sums.
    let mut surveys = surveys::versions();
    surveys.retain(|survey| !surveys::is_anonymous(survey.id()));
    let mapping = Mapping::accept(&draft.mapping, &header, &surveys);
    let mapping = mapping.map_err(ClientError::Rejected)?;
    // 3
    let zone = &ctx.settings.zone;
    let lang = ctx.lang();
    let ids = ids(&ctx.bindings.link_key()?, &mapping, &draft, &records)?;
    let (mut accepted, mut rejected) = (Vec::new(), Vec::new());
    for ((number, record), id) in (1..).zip(&records).zip(&ids) {
        match read(&mapping, record, id, zone, ctx.now_ms)? {
            Ok(row) => accepted.push(row),
            Err(mistakes) => rejected.extend(
                mistakes
                    .into_iter()
                    .map(|it| rejected_row(number, it, lang)),
            ),
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
    let report = ImportReport {
        rows: records.len(),
        stored: imported.stored,
        already: n_accepted - imported.stored,
        rejected,
        unknown_events: imported.unknown_events,
    };
    Ok(response::json(200, &report)?)
}

/// The place of the error is the line of `csv`.
fn bad_quote(bad: BadQuote) -> ClientError {
    let place = format!("csv.lines.{}", bad.line);
    ClientError::Rejected(vec![ValidationError::new(Code::BadQuote, place)])
}

/// The id of each row's response: made under the deployment's key of the import's name and the row's own id or, without
/// one, of all its cells and the number of equal rows before it. So nothing is stored twice, and nobody who knows the row
/// can have stored something under its id.
fn ids(
    key: &LinkKey,
    mapping: &Mapping<'_>,
    draft: &ImportDraft,
    records: &[Record<'_>],
) -> worker::Result<Vec<String>> {
    let name = draft.mapping.name.trim();
    let mut ids = Vec::new();
    for (index, record) in records.iter().enumerate() {
        let (cells, own) = (&record.cells, mapping.own_id(&record.cells));
        if draft.mapping.is_export && !own.is_empty() {
            ids.push(own);
            continue;
        }
        let survey = mapping.survey_id(cells);
        let known_by = if own.is_empty() {
            let before = records[..index].iter().filter(|it| it.cells == *cells);
            let n_before = draft.repeats.get(index).map(|n| *n as usize);
            let n = n_before.unwrap_or_else(|| before.count());
            serde_json::to_string(&(name, survey, cells, n))?
        } else {
            serde_json::to_string(&(name, survey, own))?
        };
        ids.push(link_code::import_id(key, &known_by));
    }
    Ok(ids)
}

/// A row with its time.
struct Timed {
    row: Row,
    at_ms: i64,
    day: String,
}

fn read(
    mapping: &Mapping<'_>,
    record: &Record<'_>,
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
        .at_ms(|minute| clock::utc_minute(minute, zone))
        .ok();
    let Some(at_ms) = at_ms.filter(|at_ms| Stamp::is_past(*at_ms, now_ms)) else {
        let error = ValidationError::new(Code::UnreadableTime, mapping.time_column());
        return Ok(Err(vec![error]));
    };
    let day = clock::day_of(at_ms, zone)?;
    Ok(Ok(Timed { row, at_ms, day }))
}

impl Timed {
    fn write(&self) -> Result<ImportRow<'_>> {
        let Timed { row, at_ms, day } = self;
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
