// Follows the board's event stream and puts each changed panel in its place.
//
// EventSource instead of htmx's SSE extension, which gives up when the first connection fails and cannot tell a
// silent stream from a quiet one. htmx morphs the panels, so that focus and scrolling survive, and sends the forms.
(() => {
  'use strict';

  const SILENCE_MAX_MILLIS = 40000; // the server's heartbeat comes every 15 s
  const RETRY_MILLIS = 500;
  const RETRY_MILLIS_MAX = 8000;

  const status = document.getElementById('stream-state');
  let source = null;
  let failures = 0;
  let interruptedAt = null;
  let watchdog = 0;
  let retry = 0;

  function show(state, text) {
    if (status.dataset.state !== state || status.textContent !== text) {
      status.dataset.state = state;
      status.textContent = text;
    }
  }

  function alive() {
    failures = 0;
    interruptedAt = null;
    show('live', 'Live');
    document.body.classList.remove('stale');
    clearTimeout(watchdog);
    watchdog = setTimeout(interrupted, SILENCE_MAX_MILLIS);
  }

  function interrupted() {
    disconnect();
    failures += 1;
    interruptedAt ??= new Date().toISOString().slice(11, 19);
    show('interrupted', `Updates interrupted since ${interruptedAt}, reconnecting`);
    document.body.classList.add('stale');
    const wait = Math.min(RETRY_MILLIS * 2 ** (failures - 1), RETRY_MILLIS_MAX);
    retry = setTimeout(connect, wait * (0.5 + Math.random()));
  }

  function disconnect() {
    clearTimeout(watchdog);
    clearTimeout(retry);
    source?.close();
    source = null;
  }

  function connect() {
    disconnect();
    source = new EventSource('/v1/dashboard/events');
    source.addEventListener('frame', event => {
      alive();
      place(JSON.parse(event.data));
    });
    source.addEventListener('heartbeat', alive);
    source.addEventListener('error', interrupted);
    watchdog = setTimeout(interrupted, SILENCE_MAX_MILLIS);
  }

  function place(panels) {
    for (const [name, html] of Object.entries(panels)) {
      const target = document.querySelector(`[data-panel="${name}"]`);
      if (target) {
        htmx.swap({target, text: html, swap: 'innerMorph'});
      }
    }
  }

  // A form whose request got no answer at all says so; problem documents arrive as HTML.
  document.addEventListener('htmx:error', event => {
    const target = event.detail?.ctx?.target;
    if (target?.classList?.contains('answer')) {
      target.textContent = 'The dashboard did not answer.';
    }
  });

  // Leaving for another page and coming back from the browser's cache.
  window.addEventListener('pagehide', disconnect);
  window.addEventListener('pageshow', event => {
    if (event.persisted) {
      connect();
    }
  });

  connect();
})();
