"""Sabah, its feeds by province. It writes for all of Turkey, so no region is declared.

A list names the feeds by one form for all 81 provinces. How it spells them is not told: here it is the
province's name in plain letters. Afyonkarahisar, Kahramanmaraş and Şanlıurfa are left out, which have a short
name too. How addresses of articles look is not known: what the feeds name is taken.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider

PROVINCES = """
    adana adiyaman agri aksaray amasya ankara antalya ardahan artvin aydin balikesir bartin batman bayburt
    bilecik bingol bitlis bolu burdur bursa canakkale cankiri corum denizli diyarbakir duzce edirne elazig
    erzincan erzurum eskisehir gaziantep giresun gumushane hakkari hatay igdir isparta istanbul izmir karabuk
    karaman kars kastamonu kayseri kilis kirikkale kirklareli kirsehir kocaeli konya kutahya malatya manisa
    mardin mersin mugla mus nevsehir nigde ordu osmaniye rize sakarya samsun siirt sinop sirnak sivas tekirdag
    tokat trabzon tunceli usak van yalova yozgat zonguldak
"""


class SabahTr(NewsSpider):
    """See above."""

    name = "sabah_tr"
    publisher = "Sabah"
    country = "TR"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("sabah.com.tr",)
    evidence = (
        "2026: a list of local feeds, found fresh on 22 and 23 September, 25 items each, names their form",
        "undated: how the provinces are spelled in it is a guess",
    )
    article_url = ANY_ADDRESS
    feed_urls = tuple(f"https://www.sabah.com.tr/rss/{province}.xml" for province in PROVINCES.split())
