// When a form last came to its end on this site: a pop-up then leaves the guest alone for a while.

const KEY = "otklik";
const DAY_MS = 86_400_000;

// Days since 1970, by universal time.
export const today = () => Math.floor(Date.now() / DAY_MS);

// {"site:survey": 20779}; empty where a page is denied its storage or holds something else there.
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
    // Without storage it may come again on the next page.
  }
}

export function isPaused(element, pauseDays) {
  return today() - days()[nameOf(element)] < pauseDays;
}
