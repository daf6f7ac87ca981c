"""The country and the time zone that a host's top-level domain stands for."""

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Country:
    """What a national domain says of a site."""

    code: str
    """ISO 3166-1 alpha-2."""
    timezone: str | None
    """IANA name of the zone of the whole country, or of its capital where nearly all newsrooms share it."""


_COUNTRIES = {
    "af": Country("AF", "Asia/Kabul"),
    "am": Country("AM", "Asia/Yerevan"),
    "az": Country("AZ", "Asia/Baku"),
    "bg": Country("BG", "Europe/Sofia"),
    "by": Country("BY", "Europe/Minsk"),
    "cn": Country("CN", "Asia/Shanghai"),
    "cz": Country("CZ", "Europe/Prague"),
    "de": Country("DE", "Europe/Berlin"),
    "ee": Country("EE", "Europe/Tallinn"),
    "fi": Country("FI", "Europe/Helsinki"),
    "ge": Country("GE", "Asia/Tbilisi"),
    "hu": Country("HU", "Europe/Budapest"),
    "ir": Country("IR", "Asia/Tehran"),
    "kg": Country("KG", "Asia/Bishkek"),
    # One zone since March 2024; before, the west was an hour behind Almaty and Astana.
    "kz": Country("KZ", "Asia/Almaty"),
    "lt": Country("LT", "Europe/Vilnius"),
    "lv": Country("LV", "Europe/Riga"),
    "md": Country("MD", "Europe/Chisinau"),
    # Three provinces in the west are an hour behind.
    "mn": Country("MN", "Asia/Ulaanbaatar"),
    "pk": Country("PK", "Asia/Karachi"),
    "pl": Country("PL", "Europe/Warsaw"),
    "ro": Country("RO", "Europe/Bucharest"),
    "ru": Country("RU", None),  # eleven zones
    "rs": Country("RS", "Europe/Belgrade"),
    "tj": Country("TJ", "Asia/Dushanbe"),
    "tm": Country("TM", "Asia/Ashgabat"),
    "tr": Country("TR", "Europe/Istanbul"),
    "ua": Country("UA", "Europe/Kyiv"),
    "uz": Country("UZ", "Asia/Tashkent"),
    "xn--80ao21a": Country("KZ", "Asia/Almaty"),  # қаз
    "xn--90ais": Country("BY", "Europe/Minsk"),  # бел
    "xn--j1amh": Country("UA", "Europe/Kyiv"),  # укр
    "xn--l1acc": Country("MN", "Asia/Ulaanbaatar"),  # мон
    "xn--node": Country("GE", "Asia/Tbilisi"),  # გე
    "xn--p1ai": Country("RU", None),  # рф
    "xn--y9a3aq": Country("AM", "Asia/Yerevan"),  # հայ
}


def country_of(host: str) -> Country | None:
    """The country of `host` or `host:port`, as `host_of` writes it; None where its domain is not national."""
    return _COUNTRIES.get(host.partition(":")[0].rpartition(".")[2])


def zone_of(code: str) -> str | None:
    """The zone of the country with this code, as `Country.timezone`; None where it has several, or is not
    known here."""
    return next((country.timezone for country in _COUNTRIES.values() if country.code == code), None)
