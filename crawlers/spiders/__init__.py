"""One file a site, `<site>_<cc>.py`: a declaration on `NewsSpider`."""
