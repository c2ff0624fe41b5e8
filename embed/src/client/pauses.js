// The day on which a form was last closed or answered on this site: no pop-up opens for some days after it.

const KEY = "otklik";
const DAY_MS = 86_400_000;

// Days since 1970, by universal time.
export const today = () => Math.floor(Date.now() / DAY_MS);

// {"site:survey": 20779}; empty where a page is denied its storage or has something else there.
function days() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch {
    return {};
  }
}

const nameOf = (element) =>
  [element.getAttribute("survey"), element.getAttribute("form") || "survey"].join(":");

// Closing and answering are acts of the guest; nothing is stored before one.
export function remember(element, day) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...days(), [nameOf(element)]: day }));
  } catch {
    // Without storage it may open again on the next page.
  }
}

export function isPaused(element, pauseDays) {
  return today() - days()[nameOf(element)] < pauseDays;
}
