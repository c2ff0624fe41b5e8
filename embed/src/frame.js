// What stands around a form on a host page, and what few guests need at once: the draft, the switch
// of languages, the request to be called after a low answer, pop-ups and the tab on the edge.
//
// Stored only after an act of the guest, and nothing else anywhere:
//   sessionStorage "otklik:{survey}:{form}[:{context}]"  the draft, until it is sent or the tab closes;
//                                                        without name, phone, comment and consent of
//                                                        a callback
//   localStorage   "otklik"                              the day of the last closing or answer by form
import { present } from "./popup.js";
import { today, remember } from "./pauses.js";

const PERSONAL = ["phone", "name", "comment", "consent"];

// Where answers come from: those of another place are another draft.
const CONTEXT = ["event", "touchpoint", "channel", "manager", "reference", "by"];

// No further revision of these will be stored: what comes next begins anew.
const ENDED = ["bad_id", "bad_rev", "correction_closed"];

// The drafts that this page's elements hold: two of one survey keep theirs apart.
const owners = new Map();

// Given by the loader: the element, and the payload where it is not painted yet.
export function frame(element, payload) {
  const mode = element.getAttribute("mode");
  const popup = mode === "popup" || mode === "tab" ? present(element, payload, mode) : null;
  return {
    open: () => (popup ? popup.open(true) : element.scrollIntoView()),
    close: () => popup?.close(),
    comeBack: () => comeBack(element),
    meet: (talk) => meet(element, talk, popup?.place),
  };
}

// A page that renders itself anew brings its link back, sooner or later: the survey goes there
// again, with all that was answered.
function comeBack(element) {
  if (!element.word) return;
  const look = () => {
    const link = document.querySelector(`a[data-otklik="${element.word}"]`);
    if (!element.isConnected && link) {
      link.replaceWith(element);
      element.replaceChildren(link);
    }
    if (element.isConnected) observer.disconnect();
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
  look();
}

// Stays with one painted form.
function meet(element, talk, place) {
  const { box, form } = talk;
  const key = draftKey(element, form);
  // In which language this page began: another page begins anew.
  const home = (element.home ||= element.painted.lang);
  const draft = draftFor(form, key);
  const spoken = draft?.fields.find(([name]) => name === "lang")[1];
  if (draft?.home === home && spoken !== element.painted.lang) speak(draft, spoken);
  else if (draft) fill(form, draft);
  form.addEventListener("input", () => save(form, key, home));
  form.addEventListener("click", () => setTimeout(() => keepStep(form, key, home)));
  element.addEventListener("otklik:submitted", () => {
    forget(key);
    remember(element, today());
  });
  talk.heard = (answer) => ENDED.includes(answer?.error?.code) && forget(key);
  box.addEventListener("click", (event) => {
    const link = event.target.closest("a[hreflang], a[data-by], .otklik-offer-no");
    if (!link || event.ctrlKey || event.metaKey) return;
    // While something is on its way, the form stays.
    if (!form.hidden && form.querySelector("button:disabled")) return event.preventDefault();
    const { hreflang: lang } = link;
    const { by } = link.dataset;
    event.preventDefault();
    if (lang) speak(stateOf(form), lang, link.href);
    else if (by) callBack(element, by, place, link.href);
    else link.parentElement.remove();
  });

  // The same form in another language, with all that was answered; by a link that was tapped, or
  // where a draft goes on.
  async function speak(state, lang, href) {
    const payload = await element.load([["lang", lang]]);
    if (payload) {
      element.paint(payload, place, (painted) => {
        fill(painted, state);
        save(painted, key, home);
      });
    }
    if (!href) return;
    if (payload) focus(element.shadowRoot.querySelector(".otklik-languages [aria-current]"));
    else location.href = href;
  }
}

// The callback form in the place of the thanks.
async function callBack(element, by, place, href) {
  const payload = await element.load([
    ["form", "callback"],
    ["by", by],
  ]);
  if (!payload) return void (location.href = href);
  element.paint(payload, place);
  focus(element.shadowRoot.querySelector(".otklik-lead"));
}

function focus(target) {
  target.tabIndex = -1;
  target.focus();
}

function draftKey(element, form) {
  const { survey, form: kind } = element.painted;
  const context = CONTEXT.map((name) => form.elements[name]?.value).filter(Boolean);
  let key = ["otklik", survey.id, kind, ...context].join(":");
  const isTaken = (owner) => owner && owner !== element && owner.isConnected;
  while (isTaken(owners.get(key))) key += "+";
  owners.set(key, element);
  return key;
}

// The step and every field with a value, hidden ones too: with the id the answers stay one response.
function stateOf(form) {
  return { at: form.dataset.at, fields: [...new FormData(form)] };
}

function fill(form, { at, fields }) {
  for (const control of form.elements) {
    const { name, type, value } = control;
    const values = fields.filter(([known]) => known === name).map(([, held]) => held);
    if (type === "radio" || type === "checkbox") control.checked = values.includes(value);
    else if (name && name !== "lang" && values.length) control.value = values[0];
  }
  if (at && form.dataset.at) form.dataset.at = at;
}

function save(form, key, home) {
  const state = { ...stateOf(form), home };
  const isPersonal = ([name]) => PERSONAL.includes(name);
  state.fields = state.fields.filter((field) => !isPersonal(field));
  quietly(() => sessionStorage.setItem(key, JSON.stringify(state)));
}

// A step back or on is part of a draft, but none by itself.
function keepStep(form, key, home) {
  if (quietly(() => sessionStorage.getItem(key))) save(form, key, home);
}

// What was kept of this form; answers to an older survey may not fit the new one.
function draftFor(form, key) {
  const draft = quietly(() => JSON.parse(sessionStorage.getItem(key)));
  const version = draft?.fields.find(([name]) => name === "version");
  return version?.[1] === form.elements.version.value ? draft : null;
}

function forget(key) {
  quietly(() => sessionStorage.removeItem(key));
}

// A page may be denied its storage.
function quietly(use) {
  try {
    return use();
  } catch {
    return null;
  }
}
