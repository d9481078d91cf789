"""On the admin's start page: a search that lags, told to the administrator."""

from wagtail import hooks

from search import lagging

hooks.register("construct_homepage_panels", lagging.show_panel)
