//! The request to be called, as an ordinary HTML form.

use crate::page::form::{Form, WITH_CALLBACK, described};
use maud::{Markup, html};
use otklik_survey::limits;

impl Form<'_> {
    /// Phone first, everything else optional, consent apart and never ticked beforehand.
    pub(crate) fn callback(&self) -> Markup {
        let word = |key: &str| self.localized.word(key);
        let consent = self.error("consent");
        html! {
            form.otklik-form id=[self.own_id()] method="post" accept-charset="utf-8"
                action=(self.action) lang=(self.localized.lang.code()) {
                (self.hidden(&WITH_CALLBACK))
                (self.summary())
                p.otklik-lead { (word("callback-lead")) }
                (self.phone())
                (self.line("name", "name", limits::NAME_MAX_CHARS))
                (self.line("topic", "off", limits::TOPIC_MAX_CHARS))
                div.otklik-q {
                    label {
                        span.otklik-label { (word("callback-window")) }
                        select name="window" {
                            @for window in &self.localized.windows {
                                option value=(window.as_str())
                                    selected[self.typed.has("window", window.as_str())] {
                                    (word(&format!("callback-window-{}", window.as_str())))
                                }
                            }
                        }
                    }
                    (self.error("window").markup)
                }
                div.otklik-q {
                    label {
                        span.otklik-label { (word("callback-comment")) " " (self.optional()) }
                        textarea name="comment" rows="2" maxlength=(limits::TEXT_MAX_CHARS) {
                            (self.typed.get("comment"))
                        }
                    }
                    (self.error("comment").markup)
                }
                div.otklik-q {
                    label.otklik-option {
                        input type="checkbox" name="consent" value="yes" required
                            aria-describedby=[described(&consent, None)]
                            aria-invalid=(consent.state())
                            checked[self.typed.has("consent", "yes")];
                        span { (word("callback-consent")) }
                    }
                    a.otklik-document href=(word("consent-url")) target="_blank" rel="noopener" {
                        (word("callback-consent-link"))
                    }
                    (consent.markup)
                }
                (self.foot("callback-send"))
            }
        }
    }

    fn phone(&self) -> Markup {
        let error = self.error("phone");
        html! {
            div.otklik-q {
                label {
                    span.otklik-label { (self.localized.word("callback-phone")) }
                    input type="tel" name="phone" autocomplete="tel" required
                        maxlength=(limits::PHONE_MAX_CHARS)
                        aria-describedby=[described(&error, Some("hint-phone"))]
                        aria-invalid=(error.state())
                        value=(self.typed.get("phone"));
                }
                small.otklik-hint id="hint-phone" { (self.localized.word("callback-phone-hint")) }
                (error.markup)
            }
        }
    }

    fn line(&self, name: &str, autocomplete: &str, max_chars: usize) -> Markup {
        let error = self.error(name);
        html! {
            div.otklik-q {
                label {
                    span.otklik-label {
                        (self.localized.word(&format!("callback-{name}"))) " " (self.optional())
                    }
                    input type="text" name=(name) autocomplete=(autocomplete) maxlength=(max_chars)
                        aria-describedby=[described(&error, None)]
                        value=(self.typed.get(name));
                }
                (error.markup)
            }
        }
    }

    fn optional(&self) -> Markup {
        html! { small.otklik-optional { "(" (self.localized.word("optional")) ")" } }
    }
}
