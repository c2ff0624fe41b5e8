// A form in a window over the page: a pop-up that opens by itself takes no focus and leaves the page usable; one that a
// guest opens is a modal dialog, which keeps the focus and returns it.
import { isPaused, remember, today } from "./pauses.js";
import { watch } from "./triggers.js";

const PAUSE_DAYS = 30;

export function present(element, payload) {
  const parts = build(element, payload);
  const { dialog, place, shut, news, tab } = parts;
  const isOpen = () => dialog.hasAttribute("data-open");

  function open(byGuest) {
    if (!element.isConnected) return;
    if (isOpen() && (!byGuest || dialog.matches(":modal"))) return;
    if (!place.firstChild) element.paint(payload, place);
    if (isOpen()) hide();
    dialog.setAttribute("data-open", "");
    // Only a modal one is opened by the browser: `show` and `showPopover` would take the focus.
    if (byGuest) dialog.showModal();
    else news.textContent = payload.words.appeared.replace("{title}", payload.title);
  }

  function hide() {
    dialog.removeAttribute("data-open");
    news.textContent = "";
    dialog.close();
  }

  function close() {
    if (!isOpen()) return;
    hide();
    element.fire("closed");
  }

  // An act of the guest, whose day is stored; the page's own `close()` is none.
  function dismiss() {
    if (isOpen()) remember(element, today());
    close();
  }

  shut.addEventListener("click", dismiss);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dismiss();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && element.isConnected) dismiss();
  });
  // Beside the window there is only its backdrop; a selection that ends there began inside.
  let pressed;
  dialog.addEventListener("pointerdown", (event) => (pressed = event.target));
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog && pressed === dialog) dismiss();
  });
  tab?.addEventListener("click", () => open(true));
  element.querySelector("a")?.addEventListener("click", (event) => {
    event.preventDefault();
    open(true);
  });
  element.addEventListener("otklik:ready", () => name(element, element.painted, parts));

  const pauseDays = +(element.getAttribute("pause-days") ?? PAUSE_DAYS);
  watch(element, (byGuest) => {
    if (byGuest || !isPaused(element, pauseDays)) open(byGuest);
  });
  return { open, close };
}

// The window with its place for the form, the tab, and the host's link, which opens the window too.
function build(element, payload) {
  const sheet = new CSSStyleSheet();
  // esbuild puts the minified frame.css here.
  sheet.replaceSync(FRAME_STYLE);
  const look = new CSSStyleSheet();
  look.replaceSync(payload.css);
  element.sheets = [sheet];
  const root = element.shadowRoot || element.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [look, sheet];
  const make = (tag, part) => {
    const made = document.createElement(tag);
    made.className = "otklik-" + part;
    return made;
  };
  const parts = {
    dialog: make("dialog", "dialog"),
    place: make("div", "place"),
    shut: make("button", "close"),
    // Screen readers announce it because it is there before its text.
    news: make("p", "news"),
    tab: element.getAttribute("mode") === "tab" ? make("button", "tab") : null,
  };
  const { dialog, place, shut, news, tab } = parts;
  shut.type = "button";
  news.setAttribute("role", "status");
  dialog.append(place, shut);
  root.append(document.createElement("slot"), news, dialog);
  if (tab) {
    tab.type = "button";
    tab.setAttribute("aria-haspopup", "dialog");
    root.append(tab);
  }
  name(element, payload, parts);
  return parts;
}

// In the language of the form inside, which a guest may change.
function name(element, { lang, title, words }, { dialog, shut, news, tab }) {
  for (const part of [dialog, news, tab]) if (part) part.lang = lang;
  dialog.setAttribute("aria-label", title);
  shut.setAttribute("aria-label", words.close);
  if (tab) tab.textContent = element.getAttribute("label") || title;
}
