/* Titles that begin like what is being typed, below a search box: the combobox pattern (WAI-ARIA APG), list with manual selection.
   Without this file, or while the server is slow, the box is a plain form. */
(function () {
  'use strict';
  var doc = document, PAUSE = 250, SHORTEST = 3, line = navigator.connection;
  if (!window.fetch || (line && line.saveData)) return;
  doc.querySelectorAll('form[data-suggest]:not([data-ready])').forEach(function (form, index) {
    var input = form.querySelector('input[type=search]'), list = doc.createElement('ul'), status = doc.getElementById('status');
    var active = -1, timer, asked = 0, last = '';
    form.setAttribute('data-ready', '');
    list.id = 'suggested-' + index; list.className = 'suggested'; list.hidden = true;
    list.setAttribute('role', 'listbox'); list.setAttribute('aria-label', form.getAttribute('data-listed'));
    form.appendChild(list);
    input.setAttribute('role', 'combobox'); input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', list.id); input.setAttribute('aria-expanded', 'false');

    function close() { list.hidden = true; active = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); }
    function mark(next) {
      var options = list.children;
      if (active >= 0) options[active].setAttribute('aria-selected', 'false');
      active = next;
      if (active < 0) { input.removeAttribute('aria-activedescendant'); return; }
      options[active].setAttribute('aria-selected', 'true');
      options[active].scrollIntoView({block: 'nearest'});
      input.setAttribute('aria-activedescendant', options[active].id);
    }
    function show(found) {
      close(); list.textContent = '';
      found.forEach(function (each, at) {
        var option = doc.createElement('li');
        option.id = list.id + '-' + at; option.setAttribute('role', 'option'); option.setAttribute('aria-selected', 'false');
        option.textContent = each.title; option.setAttribute('data-url', each.url);
        list.appendChild(option);
      });
      status.textContent = found.length ? form.getAttribute('data-suggested').replace('#', found.length) : '';
      if (!found.length) return;
      list.hidden = false; input.setAttribute('aria-expanded', 'true');
    }
    // What is still to be answered no longer matters.
    function drop() { clearTimeout(timer); asked++; }
    function ask(andMark) {
      var text = input.value.trim(), mine;
      if (text === last && !list.hidden) return;
      drop(); mine = asked; last = text;
      if (text.length < SHORTEST) { if (list.children.length) show([]); return; }
      fetch(form.getAttribute('data-suggest') + '?q=' + encodeURIComponent(text), {credentials: 'same-origin'})
        .then(function (answer) { return answer.ok ? answer.json() : {suggestions: []}; })
        .then(function (data) {
          if (mine !== asked || doc.activeElement !== input) return;
          show(data.suggestions);
          if (andMark && !list.hidden) mark(0);
        }, function () {});
    }
    input.addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
    input.addEventListener('keydown', function (event) {
      var count = list.hidden ? 0 : list.children.length;
      if (event.key === 'Escape') { drop(); if (count) { close(); event.preventDefault(); } return; }
      // Closed by Escape, it opens again, asked anew: a right may have ended meanwhile.
      if (event.key === 'ArrowDown' && !count && input.value.trim().length >= SHORTEST) { ask(true); event.preventDefault(); return; }
      if (event.key === 'Enter' && active >= 0) { event.preventDefault(); location.href = list.children[active].getAttribute('data-url'); return; }
      if (!count || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
      event.preventDefault();
      // One place more than there are options: back in the box, nothing marked.
      mark((active + 1 + (event.key === 'ArrowDown' ? 1 : count)) % (count + 1) - 1);
    });
    input.addEventListener('blur', function () { drop(); setTimeout(close, 150); });
    // The box keeps the focus while an option is pressed.
    list.addEventListener('mousedown', function (event) { event.preventDefault(); });
    list.addEventListener('click', function (event) {
      var option = event.target.closest('[role=option]');
      if (option) location.href = option.getAttribute('data-url');
    });
  });
})();
