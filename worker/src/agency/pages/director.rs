//! `/director`: scores and callbacks on one page, for the director.

use super::layout::{PERIOD, TABLES};
use super::{callbacks, low_answers, outbox, sign_in, turnstile};
use crate::agency::api::callbacks::CallbackPage;
use crate::auth::principal::Director;
use crate::ctx::Ctx;
use crate::http::error::{ClientError, Error, Result};
use crate::http::response;
use crate::stats::aggregates::{Aggregates, QuestionAggregate, ResponseRate};
use crate::stats::filter::{By, Filter};
use crate::stats::report::report;
use maud::{Markup, html};
use otklik_embed::i18n::texts::{fill, text};
use otklik_embed::page;
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::{localized_survey, surveys};
use otklik_survey::calendar::day::Day;
use otklik_survey::csv::Delimiter;
use otklik_survey::stats::summary::Summary;
use otklik_survey::{Lang, Scale};
use worker::Response;

/// The director's page; the sign-in form for everybody else.
///
/// 1. An invalid period, or one with too many tallies: 422, the page without it.
/// 2. Scores and callbacks: 200.
#[cfg_attr(test, utoipa::path(get, path = "/director", operation_id = "director", tag = "director",
    params(("from" = Option<String>, Query), ("to" = Option<String>, Query), ("lang" = Option<Lang>, Query)),
    responses((status = 200, description = "The director's page, or the sign-in form", content_type = "text/html"),
        (status = 422, description = "An invalid period; the page without it", content_type = "text/html"))))]
pub async fn get(ctx: Ctx<Director>) -> Result<Response> {
    let (lang, settings) = (ctx.lang(), &ctx.settings);
    // 1
    let (status, client_error, scores) = match scores(&ctx).await {
        Ok(scores) => (200, None, Some(scores)),
        Err(Error::ClientError(client_error)) => {
            // Without a period there may be too much to read. Everything else on the page is there all the same.
            let all = match report(Filter::all(ctx.scope()), &ctx).await {
                Err(Error::ClientError(_)) => None,
                all => Some(all?),
            };
            (422, Some(client_error), all)
        }
        Err(error) => return Err(error),
    };
    let shown = scores.as_ref().map(|it| &it.filter);
    // 2
    let requests = CallbackPage::FIRST.read(&ctx).await?;
    let dead_letters = ctx.reader().dead_letters(ctx.principal()).await?;
    let failed = ctx.reader().failed_sign_ins(ctx.principal(), ctx.now_ms);
    let failed = failed.await?;
    let outages = ctx
        .reader()
        .turnstile_outages(ctx.principal(), ctx.now_ms)
        .await?;
    let low_rows = low_answers::read(&ctx, None).await?;
    let view = View { lang, settings };
    let title = text(lang, "director-title");
    let body = html! {
        header {
            h1 { (title) }
            (page::languages(lang, "", &ctx.request.query, &PERIOD))
            form method="post" action="/director/session/end" {
                button type="submit" { (text(lang, "director-leave")) }
            }
            form method="post" action="/director/sessions/end" {
                button type="submit" { (text(lang, "director-leave-everywhere")) }
            }
        }
        p.otklik-steps {
            a href={ "/director/events?lang=" (lang.code()) } { (text(lang, "events-title")) }
            a href={ "/director/moderation?lang=" (lang.code()) } { (text(lang, "moderation-title")) }
            a href={ "/director/audit?lang=" (lang.code()) } { (text(lang, "audit-title")) }
        }
        (sign_in::failures(lang, &failed))
        (view.period(shown, client_error.as_ref()))
        @if let Some(scores) = &scores { (view.scores(scores)) }
        (turnstile::section(lang, &outages, settings)?)
        (outbox::dead_letters(lang, &dead_letters, settings)?)
        (low_answers::section(lang, &low_rows, settings)?)
        (callbacks::section(lang, &requests, ctx.now_ms)?)
    };
    let page = page::document(
        lang,
        title,
        [&page::style::page_style(settings.look), TABLES].concat(),
        body,
    );
    Ok(response::personal_page(status, lang, &page)?)
}

/// The numbers of the period that the page's form sent: by the date of events, and where these are too many to be read and
/// nobody asked for it, by the day of the answer.
async fn scores(ctx: &Ctx<Director>) -> Result<Aggregates> {
    let mut only = ctx.request.query.clone();
    only.keep(&PERIOD);
    let filter = Filter::parse(&only, ctx.scope())?;
    if !filter.has_days() || !only.get("by").is_empty() {
        return report(filter, ctx).await;
    }
    let mut by_event_date = filter.clone();
    by_event_date.by = By::EventDate;
    match report(by_event_date, ctx).await {
        Err(Error::ClientError(ClientError::QueryTooWide)) => report(filter, ctx).await,
        other => other,
    }
}

/// The page in one language.
struct View<'a> {
    lang: Lang,
    settings: &'a Settings,
}

impl View<'_> {
    fn text<'k>(&self, key: &'k str) -> &'k str {
        text(self.lang, key)
    }

    fn period(&self, filter: Option<&Filter>, client_error: Option<&ClientError>) -> Markup {
        let [from, to] = filter.map_or([None, None], |it| [it.from, it.to]);
        let by = filter
            .filter(|it| it.has_days())
            .map_or(By::EventDate, |it| it.by);
        let field = |name: &'static str, day: Option<Day>| {
            let value = day.map_or_else(String::new, |day| day.to_string());
            html! {
                label {
                    span.otklik-label { (self.text(&format!("director-{name}"))) }
                    input type="date" name=(name) value=(value)
                        aria-describedby=[client_error.map(|_| "err-period")];
                }
            }
        };
        html! {
            form.otklik-period method="get" action="/director" aria-label=(self.text("director-period")) {
                // A form's own query replaces that of its address.
                input type="hidden" name="lang" value=(self.lang.code());
                (field("from", from))
                (field("to", to))
                label {
                    span.otklik-label { (self.text("director-count-by")) }
                    select name="by" {
                        @for option in [By::EventDate, By::Received] {
                            option value=(option.as_str()) selected[option == by] {
                                (self.text(&format!("director-{}", option.as_str())))
                            }
                        }
                    }
                }
                button type="submit" { (self.text("director-show")) }
                @if from.is_some() || to.is_some() {
                    a href={ "/director?lang=" (self.lang.code()) } { (self.text("director-all-time")) }
                }
                @if let Some(client_error) = client_error {
                    p.otklik-error id="err-period" role="alert" {
                        (response::sentence(client_error, self.lang, ""))
                    }
                }
            }
        }
    }

    fn scores(&self, aggregates: &Aggregates) -> Markup {
        let questions: Vec<&QuestionAggregate> = aggregates
            .groups
            .iter()
            .flat_map(|group| &group.questions)
            .filter(|question| {
                question
                    .sources
                    .iter()
                    .any(|source| source.summary.is_some())
            })
            .collect();
        let rates = aggregates.groups.iter().flat_map(|it| &it.response_rates);
        html! {
            h2 { (self.text("director-scores")) }
            @for audience in &aggregates.unread_audiences {
                p.otklik-note {
                    strong { (self.text(&format!("audience-{}", audience.as_str()))) ": " }
                    (self.text("error-query_too_wide"))
                }
            }
            @if aggregates.only_headline_sources {
                p.otklik-note { (self.text("director-only-headline-sources")) }
            }
            @if questions.is_empty() {
                p.otklik-empty { (self.text("director-no-answers")) }
            } @else {
                div.otklik-wide tabindex="0" role="region" aria-label=(self.text("director-scores")) {
                    table {
                        (self.head(&["survey", "question", "source", "n", "score", "interval", "band"]))
                        tbody {
                            @for question in questions { (self.score_rows(question)) }
                        }
                    }
                }
                @for rate in rates { (self.rate(rate)) }
                p.otklik-note {
                    a href=(self.table(&aggregates.filter)) { (self.text("director-export")) }
                    " · "
                    a href=(self.workbook(&aggregates.filter)) { "XLSX" }
                }
            }
        }
    }

    /// The address of the period's answers, in words of the page's language, as a spreadsheet of that language opens them by a
    /// double click.
    fn table(&self, filter: &Filter) -> String {
        let delimiter = Delimiter::beside(self.lang.decimal_mark());
        let format = [("bom", "1"), ("delimiter", delimiter.as_str())];
        self.export("/v1/export.csv?", &format, filter)
    }

    /// The same as a workbook.
    fn workbook(&self, filter: &Filter) -> String {
        self.export("/v1/export.xlsx?", &[], filter)
    }

    fn export(&self, path: &str, format: &[(&str, &str)], filter: &Filter) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(format);
        query.append_pair("header", self.lang.offered().code());
        for (name, day) in [("from", filter.from), ("to", filter.to)] {
            query.extend_pairs(day.map(|day| (name, day.to_string())));
        }
        [path, &query.finish()].concat()
    }

    fn rate(&self, rate: &ResponseRate) -> Markup {
        let percent = self.decimal(format!("{:.1}", rate.percent));
        let source = format!("source-{}", rate.source.as_str());
        let said = [
            ("survey", surveys::title(self.lang, &rate.survey)),
            ("source", self.text(&source)),
            ("counted", &rate.counted.to_string()),
            ("of", &rate.of.to_string()),
            ("percent", &percent),
        ];
        html! {
            p.otklik-note data-rate=(rate.survey) {
                (fill(self.text("director-rate"), &said))
                @if rate.low { " " strong { (self.text("director-rate-low")) } }
            }
        }
    }

    fn head(&self, columns: &[&str]) -> Markup {
        html! {
            thead { tr {
                @for column in columns {
                    th scope="col" { (self.text(&format!("director-{column}"))) }
                }
            } }
        }
    }

    /// The headline, where it sums several sources; then each source alone.
    fn score_rows(&self, question: &QuestionAggregate) -> Markup {
        let headline = &question.headline;
        let is_sum = headline.composition.len() > 1;
        let parts = headline.composition.iter().map(|part| {
            let source = format!("source-{}", part.source.as_str());
            format!("{}: {}", self.text(&source), part.n)
        });
        let parts = parts.collect::<Vec<_>>().join(", ");
        html! {
            @if let Some(summary) = headline.summary.as_ref().filter(|_| is_sum) {
                (self.score_row(question, "headline", &parts, true, 0, summary))
            }
            @for source in &question.sources {
                @if let Some(summary) = &source.summary {
                    (self.score_row(
                        question,
                        source.source.as_str(),
                        self.text(&format!("source-{}", source.source.as_str())),
                        !is_sum && headline.composition.iter().any(|it| it.source == source.source),
                        source.quarantined,
                        summary,
                    ))
                }
            }
        }
    }

    fn score_row(
        &self,
        question: &QuestionAggregate,
        source: &str,
        source_text: &str,
        is_headline: bool,
        quarantined: u64,
        summary: &Summary,
    ) -> Markup {
        html! {
            tr.otklik-headline[is_headline] data-survey=(question.survey)
                data-question=(question.question) data-source=(source) {
                td {
                    (surveys::title(self.lang, &question.survey))
                    br;
                    small { (self.text(&format!("audience-{}", question.audience.as_str()))) }
                }
                td { (self.question_text(question)) }
                td {
                    (source_text)
                    @if is_headline {
                        br;
                        small {
                            (self.text("director-headline"))
                            @if !question.headline.verified { ", " (self.text("director-unverified")) }
                        }
                    }
                }
                td.otklik-number {
                    (summary.n())
                    @if quarantined > 0 {
                        br;
                        a href={ "/director/moderation?lang=" (self.lang.code()) } {
                            "+" (quarantined) " " (self.text("director-quarantined"))
                        }
                    }
                }
                td.otklik-number { strong { (self.score(summary)) } }
                td.otklik-number { (self.interval(summary)) }
                td { (self.level(summary)) }
            }
        }
    }

    /// The band, or where that is not known whether the target is reached.
    fn level(&self, summary: &Summary) -> String {
        match (summary.band(), summary.target()) {
            (Some(band), _) => self.text(&format!("band-{}", band.name())).to_owned(),
            (None, Some(target)) => {
                let score = format!("{}{}", target.score(), summary.scale().metric_unit());
                let key = format!("target-{}", target.reached().name());
                fill(self.text(&key), &[("target", &self.decimal(score))])
            }
            (None, None) => "—".to_owned(),
        }
    }

    fn question_text(&self, question: &QuestionAggregate) -> String {
        let Some(survey) = surveys::find(&question.survey) else {
            return question.question.clone();
        };
        let localized = localized_survey::of_survey(
            survey,
            self.lang,
            survey.touchpoint(),
            self.settings.look,
            self.settings,
        );
        let index = survey
            .questions()
            .iter()
            .position(|it| it.id == question.question);
        let question_text = index.and_then(|index| localized.question_texts.get(index));
        question_text.map_or_else(
            || question.question.clone(),
            |question_text| question_text.text.clone(),
        )
    }

    fn score(&self, summary: &Summary) -> String {
        let Some(score) = summary.score() else {
            return "—".to_owned();
        };
        let scale = summary.scale();
        let number = self.number(score, scale);
        [scale.metric_name(), " ", &number, scale.metric_unit()].concat()
    }

    fn interval(&self, summary: &Summary) -> String {
        match (summary.interval(), summary.missing()) {
            (Some(interval), _) => {
                let scale = summary.scale();
                format!(
                    "{} … {}{}",
                    self.number(interval.low(), scale),
                    self.number(interval.high(), scale),
                    scale.metric_unit()
                )
            }
            (None, Some(missing)) => self
                .text(&format!("no-interval-{}", missing.name()))
                .to_owned(),
            (None, None) => "—".to_owned(),
        }
    }

    /// Two decimals as in JSON, so that number and band never disagree; NPS with its sign; the decimal mark of the
    /// language, and U+2212 as the minus.
    fn number(&self, value: f64, scale: Scale) -> String {
        let number = if scale.is_signed() {
            format!("{value:+.2}")
        } else {
            format!("{value:.2}")
        };
        self.decimal(number.replace('-', "−"))
    }

    /// With the decimal mark of the language.
    fn decimal(&self, number: String) -> String {
        let mark = self.lang.decimal_mark().to_string();
        number.replace('.', &mark)
    }
}
