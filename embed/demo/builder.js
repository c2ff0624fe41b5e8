// Choices on one side, the live form and its code on the other.
import { onWhite, TEXT_CONTRAST } from "/contrast.js";
import { copies } from "/copy.js";
import { mark, originOf } from "/origin.js";
import { snippet } from "/snippet.js";

const form = document.getElementById("choices");
const frame = document.getElementById("preview");
const code = document.getElementById("code");
const measured = document.getElementById("measured");
const contrast = document.getElementById("contrast");
const site = document.getElementById("site");
const listed = document.getElementById("listed");
const open = document.getElementById("open");
const kind = document.getElementById("kind");
const width = document.getElementById("width");
const { server } = form.dataset;
// A form is loaded anew when typing has paused, not at every letter.
const PAUSE_MS = 300;
let chosen = {};
// The choices that differ from the defaults; they are in the address.
let changed = [];
let height_px = 0;
let timer;

const checked = (group) => group.querySelector(":checked").value;
const element = () => frame.contentDocument?.querySelector("otklik-survey");
const link = () =>
  chosen.form === "callback" ? frame.dataset.linkCallback : frame.dataset.linkSurvey;

restore();
adapt();
rebuild();
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", ({ target }) => {
  adapt();
  clearTimeout(timer);
  timer = setTimeout(target === site ? find : rebuild, PAUSE_MS);
});
kind.addEventListener("input", write);
width.addEventListener("input", () => {
  frame.classList.toggle("narrow", checked(width) === "narrow");
  rebuild();
});
document.getElementById("again").addEventListener("click", rebuild);
open.addEventListener("click", () => element()?.open?.());
frame.addEventListener("load", watch);
copies(document.getElementById("copy"), () => code.textContent);

// Shows the choices that the others leave open; the hidden ones count for nothing.
function adapt() {
  const value = (name) => form.elements[name].value;
  for (const part of form.querySelectorAll("[data-when]")) {
    const conditions = part.dataset.when.split(" ").map((condition) => condition.split("="));
    part.hidden = !conditions.every(([name, values]) => values.split(",").includes(value(name)));
  }
  for (const output of form.querySelectorAll("output")) {
    const input = output.previousElementSibling;
    output.textContent = input.type === "range" ? `${input.value} px` : input.value;
  }
  chosen = {};
  changed = [];
  for (const input of form.elements) {
    const { name, type, value } = input;
    const isTick = type === "radio" || type === "checkbox";
    if (!name || input.closest("[hidden]") || !input.validity.valid) continue;
    if (isTick && !input.checked) continue;
    if (value) chosen[name] = value;
    const isFirst = isTick ? input.defaultChecked : value === (input.defaultValue ?? input[0].value);
    if (!isFirst) changed.push([name, value]);
  }
  explain();
}

// Why the form will not look exactly as chosen: the server keeps every text readable.
function explain() {
  const ratio = onWhite(form.elements.brand.value);
  const { black, darker } = contrast.dataset;
  // Rounded down: 4.499 is not enough, and must not read as 4.5.
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  const shown = (Math.floor(ratio * 100) / 100).toLocaleString(document.documentElement.lang, digits);
  const sentences = [black.replace("{ratio}", shown)];
  if (chosen.scheme !== "dark") sentences.push(darker);
  const text = ratio < TEXT_CONTRAST ? sentences.join(" ") : "";
  say(contrast, text);
}

// Whether pages of the site may send, or what is wrong with its address.
async function find() {
  const typed = site.value.trim();
  const origin = originOf(typed);
  const { yes, no, bad } = listed.dataset;
  if (!typed) return say(listed, "");
  if (!origin) return say(listed, bad);
  // The script of the preview has the list.
  const Survey = await frame.contentWindow.customElements.whenDefined("otklik-survey");
  const [{ origins }] = Object.values(Survey.known);
  const isListed = origin === new URL(server).origin || origins.includes(mark(origin));
  say(listed, (isListed ? yes : no).replace("{site}", origin));
}

// A screen reader reads what was set, changed or not.
function say(status, text) {
  if (status.textContent !== text) status.textContent = text;
}

// The choices are in the address, so that a bookmark or a colleague finds them again.
function restore() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const input = form.elements[name];
    if (!input) continue;
    if (input.type === "checkbox") input.checked = true;
    else input.value = value;
  }
}

function rebuild() {
  height_px = 0;
  write();
  const query = new URLSearchParams(changed).toString();
  history.replaceState(null, "", location.pathname + (query && "?" + query));
  open.hidden = chosen.mode === "inline";
  document.getElementById("beside").hidden = open.hidden;
  // Here everything may be tried again: a pop-up closed once would stay away for its pause.
  localStorage.removeItem("otklik");
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith("otklik:")) sessionStorage.removeItem(key);
  }
  frame.srcdoc = page(snippet(server, chosen, link(), "element", 0));
}

function write() {
  code.textContent = snippet(server, chosen, link(), checked(kind), height_px);
  const inline = chosen.mode === "inline";
  const words = height_px ? measured.dataset.measured : measured.dataset.unmeasured;
  measured.textContent = inline
    ? words.replace("{px}", height_px).replace("{width}", frame.clientWidth)
    : "";
}

// A page of some agency with the very code that is copied. Grey lines stand for its words.
function page(html) {
  const scheme = chosen.scheme === "auto" ? "light dark" : chosen.scheme;
  const line = (share) => `<i style="inline-size:${share}%"></i>`;
  const lines = [55, 96, 90, 94, 40].map(line).join("");
  const trigger = /^[#.]?[\w-]+$/.exec(chosen.click || "")?.[0] || "";
  const button = trigger
    ? `<p><a href="#" id="${trigger.replace(/^\W/, "")}" class="${trigger.replace(/^\W/, "")}">${trigger}</a></p>`
    : "";
  const after = chosen.mode === "inline" ? lines : lines.repeat(8);
  return `<!doctype html><html lang="${document.documentElement.lang}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${document.title}</title>
<style>
html { color-scheme: ${scheme}; background: Canvas }
body { margin: 0; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif }
i { display: block; block-size: .7rem; margin-block-end: .8rem; border-radius: 1rem; background: #8883 }
i:first-child { block-size: 1.4rem }
.place { margin-block-end: 1.5rem }
otklik-survey { display: block }
otklik-survey:not(:defined) { padding: 2rem 1rem; border: 1px dashed #8888; border-radius: .75rem; text-align: center }
</style>
<div aria-hidden="true">${lines}</div>
${button}<div class="place">${html.replace(/<style>.*<\/style>\n/, "")}</div>
<div aria-hidden="true">${after}</div>`;
}

// The tallest that the form gets before somebody touches it is what its place needs.
function watch() {
  const page = frame.contentDocument;
  const host = element();
  if (!host || chosen.mode !== "inline") return;
  let touched = false;
  for (const act of ["pointerdown", "keydown"]) {
    page.addEventListener(act, () => (touched = true), { once: true, capture: true });
  }
  new frame.contentWindow.ResizeObserver(() => {
    const tall_px = Math.ceil(host.getBoundingClientRect().height);
    const isLive = Boolean(host.shadowRoot);
    if (touched || !isLive || tall_px <= height_px) return;
    height_px = tall_px;
    write();
  }).observe(host);
}
