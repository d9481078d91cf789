/* Progressive enhancement. Every page works without this file; words come from data attributes of the templates. */
(function () {
  'use strict';
  var doc = document;
  function all(selector, root) { return [].slice.call((root || doc).querySelectorAll(selector)); }

  // Small screens: the menu button shows and hides the navigation.
  var button = doc.querySelector('.nav__btn'), nav = doc.getElementById('nav');
  if (button && nav) button.addEventListener('click', function () {
    button.setAttribute('aria-expanded', nav.classList.toggle('is-open'));
  });

  // After a refused form the summary of errors has the focus.
  var summary = doc.querySelector('.errsum');
  if (summary) summary.focus();

  // Popovers close with Escape or a click elsewhere.
  doc.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') all('.pop[open]').forEach(function (pop) { pop.open = false; pop.querySelector('summary').focus(); });
  });
  doc.addEventListener('click', function (event) {
    all('.pop[open]').forEach(function (pop) { if (!pop.contains(event.target)) pop.open = false; });
  });

  // Characters left, announced only when typing rests.
  all('[data-max]').forEach(function (area) {
    var field = area.closest('.fld'), counter = field && field.querySelector('[data-counter]'), timer;
    if (!counter) return;
    function update() {
      var left = area.getAttribute('data-max') - area.value.length;
      counter.textContent = counter.getAttribute(left < 0 ? 'data-over' : 'data-left').replace('#', Math.abs(left));
    }
    area.addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(update, 400); });
    update();
  });

  // A defined term explains itself beside the word; without this its link leads to the definition.
  var tip = doc.getElementById('deftip');
  if (tip && tip.showPopover) doc.addEventListener('click', function (event) {
    var link = event.target.closest('a.def'), target = link && doc.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    var copy = target.cloneNode(true), box = link.getClientRects()[0];
    [copy].concat(all('[id]', copy)).forEach(function (part) { part.removeAttribute('id'); });
    var source = copy.querySelector('[data-source]');
    if (source) source.remove();
    var words = doc.createElement('div');
    words.append.apply(words, [].slice.call(copy.childNodes));
    if (tip.children.length > 1) tip.firstElementChild.remove();
    tip.prepend(words);
    tip.querySelector('[data-go]').href = (source || link).href;
    tip.setAttribute('aria-label', link.textContent);
    tip.showPopover();
    tip.focus();
    var wide = window.matchMedia('(min-width:48em)').matches, below = box.bottom + 8;
    tip.style.left = wide ? Math.min(box.left, doc.documentElement.clientWidth - tip.offsetWidth - 16) + 'px' : '';
    tip.style.top = wide ? (below + tip.offsetHeight > window.innerHeight ? Math.max(8, box.top - tip.offsetHeight - 8) : below) + 'px' : '';
  });
  if (tip) tip.addEventListener('click', function (event) { if (event.target.closest('a')) tip.hidePopover(); });

  // An old link to a place that now stands in another part of a long text.
  var law = doc.querySelector('[data-parts]'), place = decodeURIComponent(location.hash.slice(1));
  if (law && place && !doc.getElementById(place)) location.replace(law.getAttribute('data-parts') + '?di=' + encodeURIComponent(place) + location.hash);

  // A file that is too large is named before it travels. data-limit: bytes; data-too-large: the sentence, # is the name.
  all('input[type=file][data-limit]').forEach(function (input) {
    var note = doc.createElement('p');
    note.className = 'err'; note.setAttribute('role', 'alert'); note.hidden = true;
    input.parentNode.appendChild(note);
    input.addEventListener('change', function () {
      var large = [].filter.call(input.files, function (file) { return file.size > +input.getAttribute('data-limit'); });
      note.hidden = !large.length;
      note.textContent = large.map(function (file) { return input.getAttribute('data-too-large').replace('#', file.name); }).join(' ');
    });
  });

  // Without a line the browser's own page would take the place of the form and of what is typed in it.
  function say_offline(form) {
    var note = form.querySelector('[data-offline-note]');
    if (!note) {
      note = doc.createElement('p');
      note.className = 'savestate'; note.setAttribute('data-offline-note', ''); note.setAttribute('data-state', 'offline'); note.setAttribute('role', 'alert');
      form.appendChild(note);
      window.addEventListener('online', function () { note.textContent = ''; });
    }
    note.textContent = doc.body.getAttribute('data-offline');
  }

  // A second click on a button sends nothing twice; the server refuses it too.
  doc.addEventListener('submit', function (event) {
    var form = event.target;
    if (form.method !== 'post' || event.defaultPrevented) return;
    if (navigator.onLine === false) { event.preventDefault(); say_offline(form); return; }
    if (form.hasAttribute('data-again')) return;
    if (form.hasAttribute('data-sent')) { event.preventDefault(); return; }
    form.setAttribute('data-sent', '');
    setTimeout(function () { form.removeAttribute('data-sent'); }, 8000);
  });
  window.addEventListener('pageshow', function () { all('[data-sent]').forEach(function (form) { form.removeAttribute('data-sent'); }); });

  // Printing needs a script; who asked for the whole text to print finds the dialog open.
  var prints = all('[data-print]');
  prints.forEach(function (print) { print.hidden = false; print.addEventListener('click', function () { window.print(); }); });
  if (prints.length && location.hash === '#cetak') window.addEventListener('load', function () { window.print(); });

  // Folds are closed on small screens; on wide ones the style sheet showed them first, so nothing jumps.
  var wide = window.matchMedia('(min-width:62em)').matches;
  all('details[data-desk]').forEach(function (fold) { fold.open = fold.open || wide; fold.setAttribute('data-ready', ''); });
})();
