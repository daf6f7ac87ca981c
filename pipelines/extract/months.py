"""Names of months and of days near today, in the languages of the region and its neighbours.

Facts of CLDR (forms used inside dates, then standalone and short ones), with the spellings that papers use
beside them: Russian -ь months in Uzbek and Tajik, Kazakh in Latin and Arabic script, Kyrgyz folk names,
Mongolian ordinals. Case endings are not listed: what reads a date takes a few letters more.
"""

from .date_text import plain

_MONTHS = {
    "ru": (
        "января январь янв | февраля февраль фев февр | марта март мар | апреля апрель апр | мая май | июня "
        "июнь июн | июля июль июл | августа август авг | сентября сентябрь сен сент | октября октябрь окт | "
        "ноября ноябрь ноя нояб | декабря декабрь дек"
    ),
    "kk": (
        "қаңтар қаң | ақпан ақп | наурыз нау | сәуір сәу | мамыр мам | маусым мау | шілде шіл | тамыз там | "
        "қыркүйек қыр | қазан қаз | қараша қар | желтоқсан жел"
    ),
    "kk-Latn": (
        "qańtar qantar qañtar | aqpan | naýryz nauryz | sáýir sáuir säuır säuir | mamyr | maýsym mausym "
        "| shilde şılde | tamyz | qyrkúıek qyrküiek | qazan | qarasha qaraşa | jeltoqsan"
    ),
    "kk-Arab": (
        "قاڭتار | اقپان | ناۋرىز | ءساۋىر ساۋىر | مامىر | ماۋسىم | شىلدە | تامىز | قىركۇيەك | قازان | "
        "قاراشا | جەلتوقسان"
    ),
    "ky": (
        "үчтүн_айы | бирдин_айы | жалган_куран | чын_куран | бугу | кулжа | теке | баш_оона | аяк_оона | "
        "тогуздун_айы | жетинин_айы | бештин_айы"
    ),
    "uz-Cyrl tg": (
        "январ январи | феврал феврали | марти | апрел апрели | майи | июни | июли | августи | сентябр "
        "сентябри | октябр октябри | ноябр ноябри | декабр декабри"
    ),
    "uz": (
        "yanvar yan | fevral fev | mart | aprel | may | iyun | iyul | avgust avg | sentabr sentyabr sen "
        "| oktabr oktyabr okt | noyabr noy | dekabr dek"
    ),
    "tk": (
        "ýanwar ýan | fewral few | mart | aprel | maý | iýun | iýul | awgust awg | sentýabr | oktýabr | "
        "noýabr noý | dekabr"
    ),
    "az": (
        "yanvar yan | fevral fev | mart | aprel apr | may | iyun | iyul | avqust avq | sentyabr sen "
        "| oktyabr okt | noyabr noy | dekabr dek"
    ),
    "tr": (
        "ocak oca | şubat subat şub | mart | nisan nis | mayıs | haziran haz | temmuz tem "
        "| ağustos agustos ağu | eylül eylul eyl | ekim eki | kasım kas | aralık ara"
    ),
    "uk": (
        "січня січень січ | лютого лютий лют | березня березень бер | квітня квітень квіт | травня травень "
        "трав | червня червень черв | липня липень лип | серпня серпень серп | вересня вересень вер | "
        "жовтня жовтень жовт | листопада листопад лист | грудня грудень груд"
    ),
    "be": (
        "студзеня | лютага | сакавіка | красавіка | мая | чэрвеня | ліпеня | жніўня | верасня | кастрычніка "
        "| лістапада | снежня"
    ),
    "en": (
        "january jan | february feb | march mar | april apr | may | june jun | july jul | august aug | "
        "september sep sept | october oct | november nov | december dec"
    ),
    "hy": (
        "հունվարի հունվար | փետրվարի փետրվար | մարտի մարտ | ապրիլի ապրիլ | մայիսի մայիս | հունիսի հունիս | "
        "հուլիսի հուլիս | օգոստոսի օգոստոս | սեպտեմբերի սեպտեմբեր | հոկտեմբերի հոկտեմբեր | նոյեմբերի "
        "նոյեմբեր | դեկտեմբերի դեկտեմբեր"
    ),
    "ka": (
        "იანვარი იან | თებერვალი თებ | მარტი მარ | აპრილი აპრ | მაისი მაი | ივნისი ივნ | ივლისი ივლ | "
        "აგვისტო აგვ | სექტემბერი სექ | ოქტომბერი ოქტ | ნოემბერი ნოე | დეკემბერი დეკ"
    ),
    "mn": (
        "нэгдүгээр_сар 1-р_сар | хоёрдугаар_сар 2-р_сар | гуравдугаар_сар 3-р_сар | дөрөвдүгээр_сар 4-р_сар "
        "| тавдугаар_сар 5-р_сар | зургаадугаар_сар зургадугаар_сар 6-р_сар | долоодугаар_сар долдугаар_сар "
        "7-р_сар | наймдугаар_сар 8-р_сар | есдүгээр_сар 9-р_сар | аравдугаар_сар 10-р_сар "
        "| арван_нэгдүгээр_сар арваннэгдүгээр_сар 11-р_сар "
        "| арван_хоёрдугаар_сар арванхоёрдугаар_сар 12-р_сар"
    ),
    "ro": (
        "ianuarie | februarie | martie | aprilie | mai | iunie | iulie | august | septembrie | octombrie | "
        "noiembrie | decembrie"
    ),
    "ar": "يناير | فبراير | مارس | أبريل | مايو | يونيو | يوليو | أغسطس | سبتمبر | أكتوبر | نوفمبر | ديسمبر",
    "de": (
        "januar | februar | märz | april | mai | juni | juli | august | september | oktober | november | "
        "dezember"
    ),
    "fr": (
        "janvier janv | février févr | mars | avril | mai | juin | juillet juil | août | septembre | "
        "octobre | novembre | décembre déc"
    ),
    "es": (
        "enero | febrero | marzo | abril | mayo | junio | julio | agosto | septiembre | octubre | noviembre "
        "| diciembre"
    ),
    "it": (
        "gennaio | febbraio | marzo | aprile | maggio | giugno | luglio | agosto | settembre | ottobre | "
        "novembre | dicembre"
    ),
    "pt": (
        "janeiro | fevereiro | março | abril | maio | junho | julho | agosto | setembro | outubro | "
        "novembro | dezembro"
    ),
}
"""Months parted by `|`, forms of one by spaces; `_` stands for a space."""

_DAYS = {
    0: (
        "сегодня бүгін búgin bügin بۇگىن بۇگىن бүгүн бугун bugun имрӯз имруз şu_gün bu_gün өнөөдөр bugün "
        "сьогодні today այսօր დღეს heute"
    ),
    1: (
        "вчера кеше keshe keşe كەشە кечээ кеча kecha дирӯз дируз düýn dünən өчигдөр dün учора вчора "
        "yesterday երեկ გუშინ gestern"
    ),
    2: (
        "позавчера алдыңғы_күні мурдагы_күнү ўтган_куни o'tgan_kuni парерӯз парерузи öňňin srağagün "
        "уржигдар evvelsi_gün позавчора"
    ),
}

_MINUTE = (
    "минут минуты минуту мин минутын мүнөт дақиқа дақ daqiqa minut minutt mınut مينۋت dəqiqə dakika dk хв "
    "хвилин хвилини хвилину minute minutes mins min րոպե წუთის"
)
_HOUR = (
    "час часа часов ч сағат saǵat ساعات саат соат soat saat sagat цагийн цаг sa год годин години годину hour "
    "hours hrs ժամ საათის"
)
_DAY = "день дня дней дн сутки суток күн kún كۇن кун kun рӯз руз gün өдрийн өдөр днів дні day days օր დღის"
_AGO = "назад бұрын buryn بۇرىن мурун олдин аввал oldin avval пеш öň öncə əvvəl өмнө önce тому ago առաջ წინ"
_ONE = "a an one один одну бір bir бир"


def _words(text: str) -> list[str]:
    """The forms in `text`; also with a Latin i for the Cyrillic one, as older Kazakh pages are typed."""
    words = [plain(word).replace("_", " ") for word in text.split()]
    return list(dict.fromkeys(words + [word.replace("і", "i") for word in words]))


MONTHS = {
    word: number
    for names in _MONTHS.values()
    for number, forms in enumerate(names.split("|"), start=1)
    for word in _words(forms)
}
"""Plain name (`date_text.plain`) to number, 1 to 12. No name is two months in two of these languages."""
DAYS_AGO = {word: days for days, words in _DAYS.items() for word in _words(words)}
"""Plain word to days before today."""
MINUTE_WORDS = _words(_MINUTE)
HOUR_WORDS = _words(_HOUR)
DAY_WORDS = _words(_DAY)
AGO_WORDS = _words(_AGO)
ONE_WORDS = _words(_ONE)
