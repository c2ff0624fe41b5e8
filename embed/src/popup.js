// A form in a window over the page: a pop-up that comes by itself takes no focus and leaves the page
// usable; one that a guest opens is a modal dialog, which keeps the focus and gives it back.
import { isPaused, remember, today } from "./pauses.js";
import { watch } from "./triggers.js";

const PAUSE_DAYS = 30;

export function present(element, payload, mode) {
  const { words, title } = payload;
  const root = element.shadowRoot || element.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  // esbuild puts the minified frame.css here.
  sheet.replaceSync(FRAME_STYLE);
  element.sheets = [sheet];
  const look = new CSSStyleSheet();
  look.replaceSync(payload.css);
  root.adoptedStyleSheets = [look, sheet];

  const dialog = make("dialog", { class: "otklik-dialog", "aria-label": title });
  const place = make("div");
  const shut = make("button", { class: "otklik-close", type: "button", "aria-label": words.close });
  // Announced because it is there before its text.
  const news = make("p", { class: "otklik-news", role: "status" });
  dialog.append(place, shut);
  // The host's link stays: it opens the window too.
  root.append(make("slot"), news, dialog);
  let tab;
  if (mode === "tab") {
    tab = make("button", { class: "otklik-tab", type: "button", "aria-haspopup": "dialog" });
    tab.textContent = element.getAttribute("label") || title;
    tab.addEventListener("click", () => open(true));
    root.append(tab);
  }
  element.querySelector("a")?.addEventListener("click", (event) => {
    event.preventDefault();
    open(true);
  });

  const isOpen = () => "open" in dialog.dataset;

  function open(byGuest) {
    if (isOpen() && (!byGuest || dialog.matches(":modal"))) return;
    if (!place.firstChild) element.paint(payload, place);
    if (isOpen()) hide();
    dialog.dataset.open = "";
    // Only a modal one is opened by the browser: `show` and `showPopover` would take the focus.
    if (byGuest) dialog.showModal();
    else news.textContent = words.appeared.replace("{title}", title);
  }

  function hide() {
    delete dialog.dataset.open;
    news.textContent = "";
    dialog.close();
  }

  function close() {
    if (!isOpen()) return;
    hide();
    remember(element, today());
    element.fire("closed");
  }

  shut.addEventListener("click", close);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  // Beside the window there is only the dialog's backdrop.
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());

  const pauseDays = +(element.getAttribute("pause-days") ?? PAUSE_DAYS);
  watch(element, (byGuest) => {
    if (byGuest || !isPaused(element, pauseDays)) open(byGuest);
  });
  return { open, close, place };
}

function make(tag, attributes = {}) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
