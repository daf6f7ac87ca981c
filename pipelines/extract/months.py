"""Names of months and of days near today, in the languages of the region and its neighbours.

Facts of CLDR (forms used inside dates, then standalone and short ones), with the spellings that papers use
beside them: Russian -ь months in Uzbek and Tajik, Kazakh in Latin and Arabic script, Kyrgyz folk names.
"""

from ..clean.characters import fold

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
        "qańtar qantar qañtar | aqpan | naýryz nauryz | sáýir säuır | mamyr | maýsym mausym | shilde şılde "
        "| tamyz | qyrkúıek qyrküiek | qazan | qarasha qaraşa | jeltoqsan"
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
        "yanvar yan | fevral fev | mart | aprel | may | iyun | iyul | avgust avg | sentabr sentyabr | "
        "oktabr oktyabr okt | noyabr noy | dekabr dek"
    ),
    "tk": (
        "ýanwar ýan | fewral few | mart | aprel | maý | iýun | iýul | awgust awg | sentýabr | oktýabr | "
        "noýabr noý | dekabr"
    ),
    "az": (
        "yanvar | fevral | mart | aprel | may | iyun | iyul | avqust avq | sentyabr | oktyabr | noyabr | "
        "dekabr"
    ),
    "tr": (
        "ocak oca | şubat şub | mart | nisan nis | mayıs | haziran haz | temmuz tem | ağustos ağu | eylül "
        "eyl | ekim eki | kasım kas | aralık ara"
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
    0: "сегодня бүгін бүгүн бугун bugun имрӯз şu_gün bu_gün өнөөдөр bugün сьогодні today այսօր დღეს heute",
    1: "вчера кеше кечээ кеча kecha дирӯз düýn dünən өчигдөр dün учора вчора yesterday երեկ გუშინ gestern",
    2: "позавчера позавчора парерӯз öňňin srağagün уржигдар",
}

_MINUTE = (
    "минут минуты минуту минутын мүнөт дақиқа daqiqa minut dəqiqə dakika dk хв хвилин хвилини minute minutes "
    "mins min րոպե წუთის"
)
_HOUR = "час часа часов сағат саат соат soat saat sagat цагийн sa год годин години hour hours ժամ საათის"
_AGO = "назад бұрын мурун олдин аввал oldin avval пеш öň öncə əvvəl өмнө önce тому ago առաջ წინ"


def _words(text: str) -> list[str]:
    return [fold(word).replace("_", " ") for word in text.split()]


MONTHS = {
    word: number
    for names in _MONTHS.values()
    for number, forms in enumerate(names.split("|"), start=1)
    for word in _words(forms)
}
"""Folded name to number, 1 to 12. No name means different months in two of these languages (tested)."""
DAYS_AGO = {word: days for days, words in _DAYS.items() for word in _words(words)}
"""Folded word to days before today."""
MINUTE_WORDS = _words(_MINUTE)
HOUR_WORDS = _words(_HOUR)
AGO_WORDS = _words(_AGO)
