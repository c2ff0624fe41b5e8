//! Shared by the survey's form and the callback's: the first page, the page with everything typed kept, the thanks.

use super::form_context::{context, set_linked, set_look};
use super::surveys;
use crate::auth::principal::Public;
use crate::ctx::{Ctx, WriteCtx};
use crate::http::body::{BodyLimit, from_form};
use crate::http::error::{ClientError, Error, Result};
use crate::http::origin::back_of;
use crate::http::response;
use crate::platform::{clock, random};
use otklik_embed::client::loader;
use otklik_embed::fields::{Fields, field_name};
use otklik_embed::i18n::texts;
use otklik_embed::look::Look;
use otklik_embed::page;
use otklik_embed::page::back::Back;
use otklik_embed::page::form_kind::FormKind;
use otklik_embed::page::switch::LANGUAGE;
use otklik_embed::page::thanks::{DueText, Offer};
use otklik_embed::settings::Settings;
use otklik_embed::survey_doc::document::Document;
use otklik_embed::survey_doc::localized_survey::{self, LocalizedSurvey};
use otklik_survey::callback::By;
use otklik_survey::{Lang, Touchpoint, ValidationError, limits};
use std::rc::Rc;
use worker::Response;

/// The first page of an open form.
pub async fn first(kind: FormKind, survey: &Document, ctx: &Ctx<Public>) -> Result<Response> {
    let query = &ctx.request.query;
    let first = First {
        kind,
        survey,
        query,
        own: &[],
        event: &event_title(query.get("event"), ctx).await,
    };
    first.respond(ctx.lang(), &ctx.settings)
}

/// The name of the event that an open form's address names; empty where there is none, or where the database does not
/// return it in time: no form waits for it.
pub async fn event_title(event: &str, ctx: &Ctx<Public>) -> String {
    if event.is_empty() || event.chars().count() > limits::EVENT_MAX_CHARS {
        return String::new();
    }
    let found = ctx.reader().event_title(event);
    match clock::within(limits::EVENT_TITLE_TIMEOUT_MS, found).await {
        Some(Ok(title)) => title.unwrap_or_default(),
        Some(Err(error)) => {
            error.log();
            String::new()
        }
        None => String::new(),
    }
}

/// The first page of a form.
pub struct First<'a> {
    pub kind: FormKind,
    pub survey: &'a Document,
    pub query: &'a Fields,
    /// Fields of this page.
    pub own: &'a [(&'a str, &'a str)],
    /// The event's name; empty where the link names none.
    pub event: &'a str,
}

impl First<'_> {
    /// The form with an id of its own and the context of the address. A `score` there preselects, it never votes.
    pub fn respond(self, lang: Lang, settings: &Settings) -> Result<Response> {
        let First {
            kind,
            survey,
            query,
            ..
        } = self;
        let mut typed = context(query);
        for (name, value) in [
            ("id", random::uuid()?),
            ("rev", "1".to_owned()),
            ("version", survey.version().to_string()),
            ("lang", lang.code().to_owned()),
            // Not a field of the form: it travels to the page in another language.
            ("score", query.get("score").to_owned()),
        ] {
            typed.set(name, value);
        }
        for (name, value) in self.own {
            typed.set(name, *value);
        }
        let mut questions = survey.questions().iter();
        if let Some(scored) = questions.find(|question| question.kind.scale().is_some()) {
            typed.set(&field_name(&scored.id), query.get("score"));
        }
        let look = survey.look(settings).with(query);
        let mut localized = localized(kind, survey, lang, &typed, look, settings);
        localized.event = self.event.to_owned();
        let is_personal = !typed.get("invite").is_empty();
        let loader = is_personal.then(|| loader::inline(&localized, &typed, settings));
        let page = page::form_page::first_form(kind, &localized, &typed, settings, loader);
        Ok(response::page(200, lang, &page)?)
    }
}

/// The survey, or its callback form, in a language; some questions depend on the touchpoint.
pub fn localized(
    kind: FormKind,
    survey: &Document,
    lang: Lang,
    typed: &Fields,
    look: Look,
    settings: &Settings,
) -> LocalizedSurvey {
    match kind {
        FormKind::Survey => {
            let touchpoint = Touchpoint::parse(typed.get("touchpoint"));
            let touchpoint = touchpoint.or(survey.touchpoint());
            localized_survey::of_survey(survey, lang, touchpoint, look, settings)
        }
        FormKind::Callback => {
            localized_survey::of_callback(survey, lang, by_of(typed), look, settings)
        }
    }
}

/// How the visitor of a callback form wants to be answered; a call where the field cannot be parsed.
pub fn by_of(typed: &Fields) -> By {
    By::parse(typed.get("by")).unwrap_or(By::Call)
}

/// A posted form, with all that showing it again needs.
pub struct PostedForm {
    kind: FormKind,
    pub lang: Lang,
    pub look: Look,
    pub typed: Fields,
    pub back: Option<Back>,
    switches_language: bool,
    localized: LocalizedSurvey,
    settings: Rc<Settings>,
}

/// The current version of the form's survey and the posted fields.
///
/// # Errors
/// `unknown_survey`, `too_large`, `too_slow`, `not_utf8`: [`refused_or`] makes a page of them.
pub async fn receive(
    kind: FormKind,
    survey: &str,
    ctx: &mut WriteCtx<Public>,
) -> Result<(&'static Document, Fields)> {
    let survey = surveys::current(survey, ctx).await?;
    let limit = match kind {
        FormKind::Survey => surveys::body_limit(survey),
        FormKind::Callback => BodyLimit::CALLBACK,
    };
    let body = ctx.body_within(limit).await?;
    Ok((survey, from_form(&body)?))
}

impl PostedForm {
    /// The form with the version of the survey that it answers: that version is validated against, and shown again.
    /// `event` is the event's name.
    pub async fn answering(
        kind: FormKind,
        current: &'static Document,
        typed: Fields,
        event: String,
        ctx: &Ctx<Public>,
    ) -> (PostedForm, Result<&'static Document>) {
        let version = typed.get("version").parse().unwrap_or(0);
        let answered = surveys::answered(current, version, ctx).await;
        let shown = answered.as_ref().map_or(current, |answered| answered);
        (PostedForm::new(kind, shown, typed, event, ctx), answered)
    }

    /// The page is shown again as it looked, in its language, and repeats nothing that a link would not have
    /// said.
    fn new(
        kind: FormKind,
        survey: &Document,
        mut typed: Fields,
        event: String,
        ctx: &Ctx<Public>,
    ) -> Self {
        let chosen = typed.get(LANGUAGE);
        let switches_language = !chosen.is_empty();
        let lang = if switches_language {
            chosen
        } else {
            typed.get("lang")
        };
        let lang = ctx.request.lang_of(lang, &ctx.settings);
        if switches_language {
            typed.set("lang", lang.code());
        }
        set_linked(&typed.clone(), &mut typed);
        set_look(&ctx.request.query, &mut typed);
        let look = survey.look(&ctx.settings).with(&ctx.request.query);
        let mut localized = localized(kind, survey, lang, &typed, look, &ctx.settings);
        localized.event = event;
        PostedForm {
            localized,
            settings: Rc::clone(&ctx.settings),
            kind,
            lang,
            look,
            typed,
            back: back_of(&ctx.request, &ctx.settings),
            switches_language,
        }
    }

    /// The form in the language that the guest has switched to; `None` where the form is sent. Nothing is stored, and
    /// what was typed stays in the body.
    pub fn switched(&self) -> Option<Result<Response>> {
        self.switches_language.then(|| self.again(200, &[], None))
    }

    /// The agency's name.
    pub fn agency(&self) -> &str {
        &self.localized.agency
    }

    /// The form with every answer kept, errors beside their fields, and a sentence for what concerns no field.
    pub fn again(
        &self,
        status: u16,
        errors: &[ValidationError],
        notice: Option<&'static str>,
    ) -> Result<Response> {
        let notice = notice.map(|key| texts::text(self.lang, key));
        let page = page::form_page::form(
            self.kind,
            &self.localized,
            &self.typed,
            errors,
            notice,
            self.back.as_ref(),
            &self.settings,
        );
        self.respond(status, &page)
    }

    pub fn thanks(&self, due_at: Option<&DueText>, offer: Offer) -> Result<Response> {
        let page = page::thanks::page(&self.localized, due_at, offer, self.back.as_ref());
        self.respond(200, &page)
    }

    /// The page for a form that was not stored.
    pub fn failed(&self, error: Error) -> Result<Response> {
        match error {
            Error::ClientError(ClientError::TooMany) => {
                let response = self.again(429, &[], Some("error-too_many_requests"))?;
                retry_after(response, "60")
            }
            Error::ClientError(ClientError::Rejected(errors)) => self.again(422, &errors, None),
            Error::ClientError(client_error) => {
                refused_page(&client_error, self.lang, &self.settings, self.back.as_ref())
            }
            Error::Unavailable(_) | Error::Internal(_) => {
                error.log();
                retry_after(self.again(503, &[], Some("error-unavailable"))?, "10")
            }
        }
    }

    /// A callback's form may hold a name and a phone.
    pub fn respond(&self, status: u16, page: &page::Page) -> Result<Response> {
        Ok(match self.kind {
            FormKind::Survey => response::page(status, self.lang, page)?,
            FormKind::Callback => response::personal_page(status, self.lang, page)?,
        })
    }
}

fn retry_after(mut response: Response, seconds: &str) -> Result<Response> {
    response.headers_mut().set("Retry-After", seconds)?;
    Ok(response)
}

/// A page for a client error that no form can correct; other errors are passed on.
pub fn refused_or(error: Error, lang: Lang, ctx: &Ctx<Public>) -> Result<Response> {
    match error {
        Error::ClientError(client_error) => refused(&client_error, lang, ctx),
        Error::Unavailable(_) | Error::Internal(_) => Err(error),
    }
}

/// A page that says why nothing was done.
pub fn refused(client_error: &ClientError, lang: Lang, ctx: &Ctx<Public>) -> Result<Response> {
    let back = back_of(&ctx.request, &ctx.settings);
    refused_page(client_error, lang, &ctx.settings, back.as_ref())
}

fn refused_page(
    client_error: &ClientError,
    lang: Lang,
    settings: &Settings,
    back: Option<&Back>,
) -> Result<Response> {
    let sentence = response::sentence(client_error, lang, &settings.phone_example_text());
    let page = page::message(lang, settings, &sentence, back);
    let response = response::page(client_error.status(), lang, &page)?;
    if matches!(client_error, ClientError::TooMany) {
        return retry_after(response, "60");
    }
    Ok(response)
}
