// Saves what is typed in the background. Everything works without it, by the buttons of the form.
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  const says = document.getElementById("autosave");
  if (!form || !says) return;

  const QUIET = 3000, MOST = 30000, LONGEST_WAIT = 60000, GIVE_UP = 20000, KEEPALIVE = 60000;
  const revision = form.elements.namedItem("revision");
  let saved = typed(); // what is stored, as far as this page knows
  let sent = null; // sent and not answered: goes again as it was, before anything newer
  let busy = null; // the request under way
  let halted = false; // the form itself has to be sent
  let leaving = false, asked = false, insists = false;
  let wait = QUIET, timer = 0, since = 0;

  function typed() {
    const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "revision");
    return new URLSearchParams(pairs).toString();
  }

  function isUnsaved() {
    return sent !== null || typed() !== saved;
  }

  function say(key) {
    const clock = { hour: "2-digit", minute: "2-digit", hour12: false };
    const time = new Date().toLocaleTimeString(document.documentElement.lang, clock);
    says.textContent = says.dataset[key].replace("{time}", time);
    says.classList.toggle("is-bad", key !== "saved" && key !== "saving");
  }

  // Words that change make a form changed that was unchanged.
  form.addEventListener("input", ({ target }) => {
    const [state] = form.querySelectorAll('[name^="summary."][value="unchanged"]:checked');
    if (state && !target.name.startsWith("summary.")) form.elements.namedItem(state.name).value = "changed";
  });

  function later(after) {
    clearTimeout(timer);
    if (!halted && !leaving) timer = setTimeout(send, after);
  }

  // One request at a time; the promise of the one under way, if any.
  function send() {
    clearTimeout(timer);
    if (!busy && !halted && !leaving && isUnsaved()) busy = attempt().finally(() => { busy = null; });
    return busy;
  }

  async function attempt() {
    sent ??= typed();
    since = 0;
    const body = `${sent}&revision=${revision.value}`;
    try {
      const answer = await fetch(location.pathname, {
        method: "POST",
        headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
        body,
        redirect: "error",
        keepalive: body.length < KEEPALIVE, // it may outlive the page, if it is short enough for that
        signal: AbortSignal.timeout(GIVE_UP),
      });
      if (answer.status >= 500) throw answer;
      if (answer.ok) {
        revision.value = (await answer.json()).revision;
        [saved, sent, wait] = [sent, null, QUIET];
        say("saved");
        if (isUnsaved()) later(QUIET);
        return;
      }
      // A text that is too long can be made shorter; everything else is answered by the form itself.
      halted = answer.status !== 422;
      sent = null;
      say({ 401: "signedOut", 409: "clash", 410: "ended", 422: "tooLong" }[answer.status] ?? "refused");
    } catch {
      wait = Math.min(wait * 2, LONGEST_WAIT);
      say("offline");
      later(wait);
    }
  }

  function changed() {
    if (!isUnsaved()) return;
    since ||= Date.now();
    later(Math.max(0, Math.min(wait, since + MOST - Date.now())));
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  addEventListener("online", () => later(0));
  addEventListener("pagehide", send);
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
  addEventListener("beforeunload", (event) => {
    if (leaving || !isUnsaved()) return;
    send();
    event.preventDefault();
  });
  // What is typed is stored first: the page is not left while nothing answers, unless the button is pressed again.
  form.addEventListener("submit", async (event) => {
    const underWay = leaving ? null : send();
    leaving ||= !underWay;
    if (leaving) return;
    event.preventDefault();
    if (asked) return;
    asked = true;
    say("saving");
    await underWay;
    asked = false;
    leaving = sent === null || insists;
    insists = true;
    if (leaving) form.requestSubmit(event.submitter);
  });
  addEventListener("pageshow", (event) => { if (event.persisted) leaving = false; });
})();
