"""How a site's crawl fares, judged by the site's own history."""
