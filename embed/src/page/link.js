// On the page of a link: records whether a person taps or types. On the first page of an invite it also loads the
// loader, which paints the same form again with all answers so far, and sends a score that was tapped and never
// confirmed when the guest leaves the page. Without this script the form works too.
{
  const plain = document.querySelector("form.otklik-form");
  const element = plain.closest("otklik-survey");
  const first = plain.querySelector(".otklik-q");
  let isSent = false;
  let isTapped = false;
  let isBeyond = false;
  let rev = 0;

  plain.elements.user_activation.value = 0;
  for (const type of ["click", "keydown"]) {
    addEventListener(type, (event) => event.isTrusted && (plain.elements.user_activation.value = 1), true);
  }
  plain.addEventListener("input", ({ target }) => (isBeyond ||= !first.contains(target)));
  plain.addEventListener("submit", () => (isSent = true));
  const watch = ({ isTrusted, target }) => (isTapped ||= isTrusted && "bucket" in target.dataset);
  plain.addEventListener("change", watch);

  if (element) {
    element.addEventListener("otklik:submitted", () => (isSent = true));
    // The loader's form, before it is visible; the loader paints other languages itself.
    element.addEventListener("otklik:ready", takeForm, { once: true });
    const id = crypto.randomUUID?.();
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && isTapped && !isSent && id) sendTap(id);
    });
    // A guest beyond the first question keeps the page's form.
    addEventListener("load", () => {
      if (isBeyond) return;
      const script = document.createElement("script");
      script.src = element.dataset.loader;
      document.body.append(script);
    });
  }

  function takeForm() {
    const root = element.shadowRoot;
    const form = root.querySelector("form");
    const { name: focused } = document.activeElement;
    for (const { name, value, checked } of plain.elements) {
      const isKept = /^(q\.|(id|user_activation)$)/.test(name);
      for (const it of isKept ? form.querySelectorAll(`[name="${name}"]`) : []) {
        if (!/radio|checkbox/.test(it.type)) it.value = value;
        else if (it.value === value) it.checked = checked;
      }
    }
    root.addEventListener("change", watch);
    document.querySelector("header nav").remove();
    const chosen = `[name="${focused}"]`;
    if (focused) form.querySelector(chosen + ":checked," + chosen)?.focus();
  }

  // The scores alone: the guest has not sent a comment. Under an id of its own: the confirmed answer may still come.
  function sendTap(id) {
    const form = element.shadowRoot?.querySelector("form") || plain;
    const body = new URLSearchParams({ id, rev: (rev += rev < 32), partial: 1 });
    for (const name of ["version", "lang", "invite", "user_activation"]) body.set(name, form.elements[name].value);
    for (const { name, value } of form.querySelectorAll("[data-bucket]:checked")) body.set(name, value);
    fetch(element.dataset.door, { method: "POST", body, keepalive: true }).catch(() => null);
  }
}
