"""What sites write around an article, in the languages of the region, by family.

`WHOLE` are lines that are furniture when nothing else stands in them. `OPENING` are beginnings that make a
short line furniture, whatever follows; one that ends in a colon counts only before a colon. `ANYWHERE` are
words that no sentence of an article holds. A phrase that also opens real sentences ("Ранее …", "Напомним …",
"Об этом сообщает …") must not stand here.
"""

WHOLE: dict[str, tuple[str, ...]] = {
    "ad": (
        "Реклама", "Реклама на сайте", "На правах рекламы", "Партнерский материал", "Жарнама", "Таблиғ",
        "Reklama", "Reklam", "Mahabat", "Сурталчилгаа", "Advertisement", "Advertising", "Ad", "Ads",
        "Sponsored", "Sponsored content", "Story continues below advertisement", "Article continues below",
        "Реклама нижче", "Анонс", "Anzeige", "Publicidad",
    ),
    "bug": (
        "Found a bug", "Found a mistake", "Report a typo", "Report an error", "Нашли ошибку",
        "Сообщить об ошибке", "Нашли опечатку", "Беттегі қате", "Қате таптыңыз ба", "Қате тапсаңыз",
        "Хато топдингизми", "Xato topdingizmi", "Mətndə səhv var", "Səhv tapdınız", "Hata bildir",
        "Знайшли помилку", "Ката тапсаңыз", "Агар хато ёфтед", "Ýalňyş tapsaňyz", "Алдаа олсон бол",
    ),
    "messenger": (
        "Join Telegram", "Join us on Telegram", "Telegram", "Google News", "Наш Telegram", "Telegram-канал",
        "Follow us", "Следите за новостями", "Подписывайтесь", "Подписаться", "Подпишись", "Жазылу",
        "Жазылыңыз", "Обуна бўлинг", "Obuna bo‘ling", "Abunə ol", "Takip et", "Підписатися", "Subscribe",
        "Subscribe now", "Sign up", "Жазылуу", "Захиалах", "Abuna boluň", "Подписка",
    ),
    "read_also": (
        "Читайте также", "Читать также", "Читайте ещё", "Читать далее", "Читать дальше", "Подробнее",
        "По теме", "Материалы по теме", "Похожие новости", "Другие новости", "Последние новости",
        "Смотрите также", "Новости по теме", "Популярное", "Самое читаемое", "Главные новости",
        "Тағы оқыңыз", "Тағы оқыңыздар", "Оқи отырыңыз", "Тақырып бойынша", "Соңғы жаңалықтар",
        "Ұқсас жаңалықтар", "Дагы окуңуз", "Окшош жаңылыктар", "Бошқа янгиликлар", "Мавзуга оид",
        "Mavzuga oid", "Boshqa yangiliklar", "Tavsiya etamiz", "Хабари нав", "Хабарҳои дигар", "Ýene-de okaň",
        "Oxşar xəbərlər", "Digər xəbərlər", "Həmçinin oxuyun", "Холбоотой мэдээ", "Бусад мэдээ",
        "İlgili haberler", "İlginizi çekebilir", "Haberin devamı", "Читайте також", "Новини за темою",
        "Схожі новини", "Read also", "Read more", "Related", "Related news", "Related articles",
        "Related stories", "See also", "More news", "Recommended", "Most read", "Continue reading",
        "You may also like", "Lue myös", "Lesen Sie auch",
    ),
    "share": (
        "Поделиться", "Поделитесь новостью", "Поделиться новостью", "Поделитесь", "Бөлісу", "Бөлісіңіз",
        "Бөлүшүү", "Улашиш", "Ulashish", "Мубодила", "Paýlaş", "Paylaş", "Xəbər maraqlı gəlib",
        "Sosial şəbəkələrdə paylaşın", "Xəbəri paylaş", "Хуваалцах", "Жиргэх", "Haberi paylaş",
        "Şurada paylaş", "Поділитися", "Share", "Share this", "Share this article", "Share this story",
        "Share on Facebook", "Share on Twitter", "Tweet", "Copy link", "Скопировать ссылку", "Print",
        "Распечатать", "Версия для печати", "Email this", "Click to share",
    ),
    "comments": (
        "Комментарии", "Комментировать", "Оставить комментарий", "Добавить комментарий", "Обсудить",
        "Пікірлер", "Пікір қалдыру", "Комментарийлер", "Изоҳлар", "Izohlar", "Izoh qoldirish", "Назар",
        "Teswirler", "Şərhlər", "Şərh yaz", "Сэтгэгдэл", "Yorumlar", "Yorum yap", "Коментарі", "Comments",
        "Leave a comment", "Leave a reply", "Post a comment", "Join the conversation", "No comments",
    ),
    "photo": ("Getty Images", "Коллаж", "Иллюстративное фото"),
    "subject": (
        "Теги", "Темы", "Тегтер", "Teglar", "Теглар", "Etiketler", "Теми", "Tags", "Topics", "Açar sözlər",
    ),
}  # fmt: skip

OPENING: dict[str, tuple[str, ...]] = {
    "bug": (
        "Нашли ошибку в тексте", "Нашли ошибку Выделите", "Если вы нашли ошибку", "Если Вы заметили ошибку",
        "Заметили ошибку в тексте", "Заметили ошибку Выделите", "Увидели ошибку в тексте", "Қате тапсаңыз",
        "Егер мәтіннен қате", "Матнда хато топсангиз",
        "Matnda xato", "Agar xatolik topsangiz", "Якщо ви помітили помилку", "Якщо ви знайшли помилку",
        "Знайшли помилку", "Mətndə səhv",
    ),
    "messenger": (
        "Join Telegram", "Join our Telegram", "Join our WhatsApp", "Join us on", "Follow us on",
        "Read us on", "Read us in", "Subscribe to our", "Subscribe to us", "Sign up for our",
        "Get the latest news on Telegram", "Наши новости теперь в", "Читайте нас в", "Читайте нас на",
        "Читай нас в", "Подписывайтесь на наш", "Подписывайтесь на нас", "Подпишитесь на наш",
        "Подпишись на наш", "Подписывайтесь на канал", "Подписывайтесь на автора",
        "Подписывайтесь на темы", "Следите за нашими новостями", "Следите за новостями", "Следите за нами",
        "Присоединяйтесь к нам",
        "Больше новостей в Telegram", "Больше новостей в нашем", "Все самое интересное в нашем",
        "Хотите читать новости",
        "Новости без ссылок", "Сілтемесіз жаңалық оқисыз ба", "Қосымшада оқыңыз",
        "Толығырақ оқу үшін қосымшаға", "Жаңалықтар телефоныңызда", "Біздің Telegram", "Telegram-каналыбызга",
        "Биздин Telegram", "Telegram каналимизга", "Telegram-каналга обуна", "Бизнинг Telegram",
        "Telegram kanalimizga", "Bizning Telegram", "Ба канали Telegram", "Telegram kanalymyza",
        "Telegram kanalımıza", "Bizi Telegram", "WhatsApp kanalımıza", "Telegram сувагт",
        "Google News'te takip", "Підписуйтесь на наш", "Підписуйтеся на наш", "Читайте нас у",
        "Follow Trend on",
    ),
    "read_also": (
        "Читайте также", "Читать также", "Смотрите также", "Тағы оқыңыз", "Тағы оқыңыздар", "Оқи отырыңыз",
        "Дагы окуңуз", "Ýene-de okaň", "Ardını oxu", "Həmçinin oxuyun", "Читайте також", "Read also",
        "Read more:", "See also:", "Also read", "İlgili haber", "Материал по теме:", "По теме:",
    ),
    "tip": (
        "Если вы стали свидетелем", "Вы стали свидетелем", "Стали свидетелем", "Есть новость Присылайте",
        "Сохрани номер", "Присылайте свои новости", "Воқеа ёки ҳодисанинг гувоҳи",
    ),
    "copyright": (
        "При использовании материалов", "При полном или частичном использовании",
        "При перепечатке материалов",
        "Использование материалов сайта", "Использование материалов разрешается",
        "Перепечатка материалов сайта", "Все права защищены",
        "Свидетельство о регистрации", "Свидетельство о постановке на учет", "Материалдарды пайдалану",
        "Барлық құқықтар қорғалған", "Barcha huquqlar himoyalangan", "Барча ҳуқуқлар",
        "Ҳамаи ҳуқуқҳо ҳифз шудаанд", "Bütün hüquqlar qorunur", "Зохиогчийн эрх", "Yasal Uyarı",
        "Tüm hakları saklıdır", "Усі права захищені", "Certificate of registration", "All rights reserved",
    ),
    "photo": (
        "Источник фото", "Автор фото", "Фото предоставлено", "Фото из архива", "Иллюстративное фото",
        "Коллаж:", "Image credit", "Photo credit", "Photo by", "Photo courtesy", "Image source:",
        "Көрнекі сурет",
    ),
    "comments": (
        "Izoh qoldirish uchun", "Чтобы оставить комментарий", "Пікір қалдыру үшін",
        "Please enter an answer in digits", "Enter something special", "Log in to comment",
        "You must be logged in", "Для комментирования необходимо",
    ),
    "subject": ("Теги:", "Тегтер:", "Teglar:", "Etiketler:", "Tags:", "Filed under"),
    "source": ("Источник:", "Manba:", "Манба:", "Дереккөз:", "Kaynak:", "Mənbə:", "Джерело:", "Source:"),
    "cookie": (
        "Мы используем cookie", "Этот сайт использует cookie", "This site uses cookies", "We use cookies",
        "By using this site", "Çerez Politikası", "Gizlilik ve Çerez",
    ),
}  # fmt: skip

ANYWHERE: dict[str, tuple[str, ...]] = {
    "bug": ("Ctrl+Enter", "Ctrl Enter"),
}

PHOTO_LABELS = (
    "Фото", "Сурет", "Сүрөт", "Foto", "Photo", "Photos", "Surat", "Акс", "Sýret", "Fotoğraf", "Гэрэл зураг",
    "Image", "Видео", "Video", "Скриншот", "Инфографика", "Картинка", "سۋرەت",
)  # fmt: skip
"""Words that open a credit line when a colon, slash or copyright sign follows."""

_NETWORK_WORDS = (
    "telegram facebook vkontakte вконтакте vk twitter x whatsapp viber instagram youtube одноклассники ok "
    "linkedin pinterest reddit tiktok dzen дзен threads messenger email mail copy link share tweet pin print "
    "поделиться отправить по в на телеграм фейсбук ватсап telegramm google news rss skype paylaş paylas "
    "скопировать ссылку"
)
NETWORKS = frozenset(_NETWORK_WORDS.split())
"""Words of bars of buttons: a line that holds nothing else is one."""

HOME = (
    "Главная", "Главная страница", "Басты бет", "Башкы бет", "Асосий", "Бош саҳифа", "Asosiy", "Bosh sahifa",
    "Саҳифаи аслӣ", "Baş sahypa", "Ana səhifə", "Эхлэл", "Нүүр", "Anasayfa", "Ana Sayfa", "Головна", "Home",
    "Main", "Homepage", "Startseite", "Inicio", "Accueil",
)  # fmt: skip
"""What a trail of breadcrumbs begins with."""

CHANNELS = (
    "telegram телеграм телеграмм whatsapp ватсап instagram инстаграм viber facebook фейсбук tiktok youtube "
    "threads дзен dzen vk вконтакте қосымшамызды қосымшамыздан приложение app ilovamizni"
)
"""What a site calls its readers to: networks, messengers, its own app. Words of one call hold one of them."""

CALLS = (
    "подписывайтесь подпишитесь подпишись подписывайся присоединяйтесь присоединяйся вступайте читайте "
    "следите скачивайте скачайте узнавайте "
    "жазылыңыз жазылыңыздар тіркеліңіз тіркеліңіздер қосылыңыз қосылыңыздар оқыңыз оқыңыздар жүктеп "
    "кошулуңуз кошулуңуздар катталыңыз обуна қўшилинг аъзо obuna shiling kuzatib пайвандед шавед пайгирӣ "
    "qoşulun qoşulmaq izləyin abunə katılın edin olun goşulyň agza нэгдээрэй дагаарай "
    "підписуйтесь підписуйтеся долучайтесь долучайтеся join follow subscribe download"
)
"""What a reader is asked to do, in the forms that ask; parted as `plain_words` does: qo‘shiling is two."""

OWN = (
    "наш наша наше наши нашем нашего нашему нашей наших нас нам нами біздің бізге арнамызға арнамызда "
    "арнамызды каналымызға парақшамызға парақшамызда қосымшамызды қосымшамыздан биздин каналыбызга "
    "баракчабызга бизнинг каналимизга каналимизда саҳифамизга bizning kanalimizga kanalimizda bizə bizi "
    "bizim kanalımıza kanalımızda kanalymyza мо манай сувагт сувгаар нашому нашої our"
)
"""How a site speaks of itself."""
