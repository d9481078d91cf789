/* Papers travel in pieces: a broken line costs one piece, and a file that was begun goes on where it stopped, also after the page
   was closed. Without this file, or without a secure connection, the form sends them as usual. */
(function () {
  'use strict';
  var form = document.querySelector('form[data-upload-url]');
  if (!form || !window.fetch || !window.crypto || !crypto.subtle || !Blob.prototype.arrayBuffer) return;

  var SMALLEST = 32768, LARGEST = 1048576, PATIENCE = 45000, LONGEST_WAIT = 20000;
  var token = form.querySelector('[name=csrfmiddlewaretoken]').value;
  var queue = Promise.resolve(), open = 0, size = 65536;

  function word(name, part) { return (form.getAttribute('data-' + name) || '').replace('#', part); }
  function wait(milliseconds) { return new Promise(function (done) { setTimeout(done, milliseconds); }); }
  function hex(buffer) {
    return [].map.call(new Uint8Array(buffer), function (b) { return (b + 256).toString(16).slice(1); }).join('');
  }
  function percent(job) { return Math.floor(100 * job.received / job.file.size) + '%'; }

  // The answer, or null when the line broke; { later } says why to wait, { fatal } that trying again makes no sense.
  function ask(url, options) {
    var abort = new AbortController(), deadline = setTimeout(function () { abort.abort(); }, PATIENCE);
    options.redirect = 'manual'; options.credentials = 'same-origin'; options.signal = abort.signal;
    options.headers = { Accept: 'application/json', 'X-CSRFToken': token, 'X-Requested-With': 'XMLHttpRequest' };
    if (options.body instanceof Blob) options.headers['Content-Type'] = 'application/octet-stream';
    return fetch(url, options).then(function (answer) {
      if (answer.type === 'opaqueredirect' || answer.status === 403) return { fatal: 'session' };
      var json = (answer.headers.get('Content-Type') || '').indexOf('application/json') === 0;
      if (answer.status === 503 && json) return answer.json().then(function (data) { return { later: data.words }; });
      // 507: the disk is full; no line will mend that.
      if ((answer.status >= 500 && answer.status !== 507) || answer.status === 429) return null;
      return json ? answer.json().then(function (data) { data.status = answer.status; return data; }) : { fatal: 'failed' };
    }).catch(function () { return null; }).then(function (answer) { clearTimeout(deadline); return answer; });
  }
  function patiently(job, make) {
    function attempt(failures) {
      if (job.stopped) return Promise.resolve({ fatal: 'stopped' });
      return make().then(function (answer) {
        if (answer && !answer.later) return answer;
        if (!answer) size = Math.max(SMALLEST, size / 2);
        job.say(answer ? answer.later : word('waiting', percent(job)));
        return wait(Math.min(1000 * Math.pow(2, failures), LONGEST_WAIT)).then(function () { return attempt(failures + 1); });
      });
    }
    return attempt(0);
  }

  function begin(job) {
    job.say(word('reading'));
    return job.file.arrayBuffer().then(function (bytes) { return crypto.subtle.digest('SHA-256', bytes); }).then(function (digest) {
      var body = new URLSearchParams({ kind: job.kind, name: job.file.name, size: job.file.size, sha256: hex(digest) });
      return patiently(job, function () { return ask(form.getAttribute('data-upload-url'), { method: 'POST', body: body }); });
    }).then(function (answer) { return step(job, answer); });
  }
  function step(job, answer) {
    if (answer.fatal === 'stopped') return;
    if (answer.fatal) return fail(job, word(answer.fatal, percent(job)), answer.fatal === 'failed');
    // Refused: the same file would be refused again.
    if (answer.words && !answer.done) return fail(job, answer.words, answer.status === 507);
    if (answer.done) return finish(job, answer);
    job.url = answer.url || job.url;
    job.received = answer.received;
    job.progress.value = job.received;
    job.say(job.received === job.file.size ? word('checking') : word('sending', percent(job)));
    return patiently(job, function () {
      var began = Date.now(), piece = job.file.slice(job.received, job.received + size);
      if (!piece.size) piece = new Blob(['.']);
      // In whose place it comes: another tab may have put another paper there.
      var on_screen = job.row.querySelector('[data-paper-files] input[type=hidden]').value;
      return ask(job.url + '?mulai=' + job.received + '&berkas=' + on_screen, { method: 'POST', body: piece }).then(function (next) {
        if (next && Date.now() - began < 1500) size = Math.min(LARGEST, size * 2);
        return next;
      });
    }).then(function (next) { return step(job, next); });
  }
  function finish(job, answer) {
    close(job, answer.words);
    job.row.querySelector('[data-paper-files]').innerHTML = answer.html;
    job.row.querySelector('[data-paper-tag]').innerHTML = answer.tag;
    job.row.querySelector('[data-paper-remarks]').innerHTML = answer.remarks;
    job.input.value = '';
    job.input.dispatchEvent(new Event('uploaded', { bubbles: true }));
  }
  function fail(job, words, broken) {
    close(job, '');
    show_error(job.box, words);
    if (!broken) return;
    var again = document.createElement('button');
    again.type = 'button'; again.className = 'btn btn--link btn--s'; again.textContent = word('again');
    again.addEventListener('click', function () { take(job.input); });
    job.line.appendChild(again);
  }
  function show_error(box, words) {
    var place = box.querySelector('[data-upload-error]');
    place.textContent = '';
    box.closest('[data-paper]').classList.toggle('fld--err', !!words);
    if (!words) return;
    var error = form.querySelector('template[data-error]').content.cloneNode(true);
    error.querySelector('[data-words]').textContent = words;
    place.appendChild(error);
  }
  function close(job, words) {
    open -= 1;
    job.progress.remove();
    job.say(words);
    job.input.name = job.name;
  }

  function take(input) {
    var file = input.files[0], row = input.closest('[data-paper]'), box = input.closest('[data-upload]');
    var line = box.querySelector('[data-upload-state]');
    if (input.job) input.job.stopped = true;
    line.textContent = '';
    show_error(box, '');
    if (!file) return;
    if (file.size > +form.getAttribute('data-limit')) { show_error(box, word('too-large', file.name)); return; }
    var job = {
      input: input, file: file, row: row, box: box, line: line, kind: box.getAttribute('data-upload'), received: 0,
      name: input.name || input.getAttribute('data-name'), progress: document.createElement('progress'),
      say: function (words) { line.textContent = words; }
    };
    job.progress.max = file.size; job.progress.value = 0; job.progress.setAttribute('aria-label', file.name);
    input.job = job;
    input.setAttribute('data-name', job.name);
    // The form must not send it a second time.
    input.removeAttribute('name');
    box.insertBefore(job.progress, line);
    job.say(word('queued'));
    open += 1;
    queue = queue.then(function () { return job.stopped ? close(job, '') : begin(job); });
  }

  [].forEach.call(form.querySelectorAll('[data-upload] input[type=file]'), function (input) {
    input.addEventListener('change', function () { take(input); });
  });
  // Going on waits for the files; leaving asks.
  form.addEventListener('submit', function (event) {
    if (!open) return;
    event.preventDefault();
    // Nobody else takes it for sent.
    event.stopImmediatePropagation();
    var button = event.submitter;
    queue.then(function () { if (!open) form.requestSubmit(button); });
  }, true);
  window.addEventListener('beforeunload', function (event) { if (open) event.preventDefault(); });
})();
