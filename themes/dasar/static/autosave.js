/* Drafting: nothing typed is lost. Answers go to the server when typing rests; until they are there, they lie in this tab's
   sessionStorage (never longer: the computer may be shared). The page works without this file; its words come from data attributes. */
(function () {
  'use strict';
  var form = document.querySelector('form[data-autosave]');
  var line = form && form.querySelector('[data-save-state]');
  if (!line || !window.fetch || !window.URLSearchParams) return;

  // PATIENCE outlasts the longest wait of the server for its database (20 s), whose answer is better than silence.
  var PAUSE = 2000, PATIENCE = 25000, LONGEST_WAIT = 30000;
  var PREFIX = 'isian:', place = form.getAttribute('data-place') || location.pathname;
  var key = PREFIX + form.getAttribute('data-owner') + ':' + place;
  var mode = form.getAttribute('data-autosave');
  var discards = [].slice.call(document.querySelectorAll('form[data-discard]'));
  var tab = [].map.call(crypto.getRandomValues(new Uint8Array(8)), function (b) { return (b + 256).toString(16).slice(1); }).join('');
  var sequence = 0, changes = 0, saved = 0, failures = 0, timer, request, stopped = false, leaving = false, held = false;

  function field(name, value) {
    var input = form.querySelector('input[name="' + name + '"]');
    if (!input) {
      input = document.createElement('input');
      input.type = 'hidden'; input.name = name; input.autocomplete = 'off';
      form.appendChild(input);
    }
    if (value !== undefined) input.value = value;
    return input;
  }
  function say(state, words) {
    // Whoever pressed a button without a line is not told that it goes by itself: only typing is sent again.
    if (held && (state === 'sending' || state === 'offline')) return;
    held = state === 'held';
    line.hidden = false;
    line.setAttribute('data-state', state);
    line.textContent = words || line.getAttribute('data-' + state);
  }
  function typed() {
    var body = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      var control = form.elements[name];
      if (typeof value === 'string' && !(control && control.hasAttribute && control.hasAttribute('data-not-saved'))) body.append(name, value);
    });
    body.set('action', mode);
    return body;
  }
  function store(entry) {
    try {
      if (entry) sessionStorage.setItem(key, JSON.stringify(entry)); else sessionStorage.removeItem(key);
    } catch (full) { /* then the server alone has it */ }
  }
  function stash(sent) { store({ body: typed().toString(), tab: tab, sequence: sequence, sent: sent, page: location.pathname }); }
  function is_dirty() { return changes !== saved; }

  // One request at a time; the number lets the server drop what was overtaken on the way.
  function post(body, then, keepalive) {
    var abort = new AbortController(), deadline = setTimeout(function () { abort.abort(); }, PATIENCE);
    request = abort;
    fetch(place, {
      method: 'POST', body: body, redirect: 'manual', credentials: 'same-origin', keepalive: keepalive, signal: abort.signal,
      headers: { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest' }
    }).then(function (answer) {
      var json = (answer.headers.get('Content-Type') || '').indexOf('application/json') === 0;
      if (answer.type === 'opaqueredirect' || answer.status === 403) return { state: 'session' };
      if (!json && answer.status < 500 && answer.status !== 429) return { state: 'refused' };
      return json ? answer.json() : { state: 'offline' };
    }).catch(function () { return { state: 'offline' }; }).then(function (answer) {
      clearTimeout(deadline);
      if (request === abort) request = null;
      then(answer);
    });
  }

  function save(keepalive) {
    clearTimeout(timer);
    if (stopped || request || !is_dirty()) return;
    var at = changes, body = typed();
    sequence += 1;
    body.set('tab', tab); body.set('sequence', sequence);
    stash();
    say('sending');
    post(body, function (answer) { answered(answer, at); }, keepalive);
  }
  function answered(answer, at) {
    if (leaving) return;
    if (answer.state === 'offline') {
      failures += 1;
      say('offline', answer.words);
      timer = setTimeout(save, Math.min(1000 * Math.pow(2, failures), LONGEST_WAIT));
      return;
    }
    failures = 0;
    say(answer.state, answer.words);
    if (answer.state === 'saved' || answer.state === 'kept' || answer.state === 'wrong') {
      saved = at;
      if (answer.version) field('version', answer.version);
      Object.keys(answer.ids || {}).forEach(function (name) { field(name, answer.ids[name]); });
      if (is_dirty()) schedule(); else store(null);
      return;
    }
    // Conflict, session, refusal: a person decides. What is typed on is remembered in this tab.
    stopped = true;
    if (answer.state === 'conflict') compare();
  }
  function compare() {
    var link = document.createElement('a');
    link.href = location.pathname; link.textContent = line.getAttribute('data-compare');
    line.appendChild(document.createTextNode(' '));
    line.appendChild(link);
  }
  function schedule(pause) {
    clearTimeout(timer);
    timer = setTimeout(save, pause || PAUSE);
  }
  function changed(event) {
    if (event && event.target.hasAttribute && (event.target.type === 'file' || event.target.hasAttribute('data-not-saved'))) return;
    changes += 1;
    stash();
    if (!stopped) { say('typing'); schedule(); }
  }

  // What an earlier page of this tab could not deliver goes first; then the page is drawn anew with it.
  function restore() {
    var entry = null;
    try { entry = JSON.parse(sessionStorage.getItem(key)); } catch (broken) { /* nothing to restore */ }
    forget_delivered();
    if (!entry || form.hasAttribute('data-answered') || /[?&]isian=/.test(location.search) || (entry.sent && was_redirected(entry.page))) {
      store(null);
      return ready();
    }
    var body = new URLSearchParams(entry.body);
    body.set('tab', entry.tab); body.set('sequence', entry.sequence + 1 - (entry.sent ? 1 : 0));
    body.set('csrfmiddlewaretoken', field('csrfmiddlewaretoken').value);
    hold(true);
    say('restoring');
    post(body, function again(answer) {
      if (answer.state === 'offline') { setTimeout(function () { post(body, again); }, 2000); return; }
      if (answer.state === 'session' || answer.state === 'refused') { hold(false); say(answer.state, answer.words); return ready(); }
      store(null);
      if (answer.overtaken) { hold(false); line.hidden = true; return ready(); }
      location.replace(location.pathname + location.search);
    });
  }
  // Nor is anything discarded that is still on its way: it would arrive afterwards and be kept.
  function hold(on) {
    [form].concat(discards).forEach(function (each) { each.inert = on; });
  }
  // Saved by its button, and led back here; a form may stand on more than one page.
  function was_redirected(page) {
    var way = performance.getEntriesByType('navigation')[0], referrer = document.createElement('a');
    referrer.href = document.referrer;
    return way && way.type === 'navigate' && way.redirectCount > 0 && referrer.pathname === page;
  }
  // A form that led to another page has been delivered.
  function forget_delivered() {
    try {
      Object.keys(sessionStorage).forEach(function (name) {
        if (name.indexOf(PREFIX) === 0 && name !== key && JSON.parse(sessionStorage.getItem(name)).sent) sessionStorage.removeItem(name);
      });
    } catch (closed) { /* no storage, nothing to forget */ }
  }
  function ready() {
    form.addEventListener('input', changed);
    form.addEventListener('change', changed);
    form.addEventListener('uploaded', function () { changed(); });
    if (form.hasAttribute('data-unsaved') || /[?&]isian=/.test(location.search)) changed();
  }

  form.addEventListener('submit', function (event) {
    if (event.defaultPrevented) return;
    if (navigator.onLine === false) {
      // The browser's page about the missing line would take the place of what is typed.
      event.preventDefault();
      stash();
      say('held');
      return;
    }
    leaving = true;
    clearTimeout(timer);
    if (request) request.abort();
    sequence += 1;
    field('tab', tab); field('sequence', sequence);
    stash(true);
  });
  discards.forEach(function (discard) {
    discard.addEventListener('submit', function () { leaving = true; stopped = true; clearTimeout(timer); store(null); });
  });
  document.addEventListener('visibilitychange', function () { if (document.hidden && !leaving) save(true); });
  window.addEventListener('online', function () {
    failures = 0;
    if (line.getAttribute('data-state') === 'held') say('back');
    save();
  });
  window.addEventListener('beforeunload', function (event) {
    if (!leaving && is_dirty() && (failures || stopped)) event.preventDefault();
  });
  // Back and forward may bring a page out of memory, whose version is of yesterday.
  window.addEventListener('pageshow', function (event) { if (event.persisted) location.reload(); });

  // The place of this device, for fields that ask for a point.
  if (navigator.geolocation) [].forEach.call(form.querySelectorAll('input[data-locate]'), function (input) {
    var button = document.createElement('button');
    button.type = 'button'; button.className = 'btn btn--link btn--s'; button.textContent = line.getAttribute('data-locate');
    button.addEventListener('click', function () {
      navigator.geolocation.getCurrentPosition(function (place) {
        input.value = place.coords.latitude.toFixed(6) + ', ' + place.coords.longitude.toFixed(6);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }, function () { say('typing', line.getAttribute('data-no-place')); }, { enableHighAccuracy: true, timeout: 20000 });
    });
    input.parentNode.appendChild(button);
  });

  restore();
})();
