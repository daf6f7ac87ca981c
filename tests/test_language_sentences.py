"""Headlines and leads as the sites of the region write them, in every language and spelling."""

import pytest

from pipelines.language.detect import detect

SENTENCES = """
kk-Cyrl Алматыда жаңа метро бекеті ашылды
kk-Cyrl Мемлекет басшысы Үкіметтің кеңейтілген отырысын өткізді
kk-Cyrl Шымкентте су тасқынынан зардап шеккен отбасыларға жаңа үй берілді
kk-Latn Qazaqstanda jaña mektep aşyldy, oqu jyly qyrküiekte bastalady
kk-Latn Memleket basşysy Ükımettıñ keñeitılgen otyrysyn ötkızdı
kk-Latn Toqaev elge joldau arnady: ekonomika men bilim turaly ne aityldy
kk-Latn Memleket basshysy Úkimettiń keńeıtilgen otyrysyn ótkizdi
kk-Latn Aqtóbede jańa aýrýhana salynyp jatyr, qurylys kelesi jyly aıaqtalady
kk-Arab الماتىدا جاڭا مەترو بەكەتى اشىلدى، كۇنىنە ون مىڭ جولاۋشى وتەدى
kk-Arab قازاقستان پرەزيدەنتى جاڭا زاڭعا قول قويدى
ky-Cyrl Жогорку Кеңештин депутаттары мыйзам долбоорун кабыл алышты
ky-Cyrl Бишкекте жаны мектеп ачылды, анда мин бала окуйт
ky-Cyrl Президент Садыр Жапаров жаны мыйзамга кол койду
ky-Cyrl Жогорку Кенештин депутаттары бюджетти карап чыгышты, эмгек акы кобойот
uz-Cyrl Президент Олий Мажлисга мурожаат қилди, иқтисодий ислоҳотлар ҳақида гапирди
uz-Cyrl Андижонда автомобиль заводи янги модель чиқарди, экспорт миллион долларга етди
uz-Cyrl Бугун республика вилоятларида ёмғир ёғади
uz-Cyrl Тошкентда янги мактаб очилди
uz-Latn Toshkentda yangi maktab ochildi
uz-Latn O'zbekiston Prezidenti Oliy Majlisga murojaat qildi
uz-Latn O‘zbekiston terma jamoasi yarim finalga chiqdi
uz-Latn Samarqandda yo`l ta`mirlandi, avtobuslar qatnovi tiklandi
tg-Cyrl Дар Душанбе мактаби нав кушода шуд
tg-Cyrl Президенти Тоҷикистон бо сафири Русия мулоқот кард
tg-Cyrl Имруз дар Хучанд борон меборад
tk-Latn Türkmenistanyň Prezidenti täze kanuna gol çekdi
tk-Latn Balkan welaýatynda gaz kärhanasy işe girizildi
az-Latn Prezident yeni qanunu imzalayıb, sənəd parlamentə göndərilib
az-Latn Neftin qiyməti bahalaşıb
mn-Cyrl Улаанбаатарт шинэ сургууль нээгдлээ
mn-Cyrl Ерөнхийлөгч шинэ хуульд гарын үсэг зурав
ru-Cyrl В Алматы открыли новую станцию метро
ru-Cyrl Президент Казахстана встретился с послом Кыргызстана
ru-Cyrl В БИШКЕКЕ ОТКРЫЛИ НОВУЮ ШКОЛУ НА ТЫСЯЧУ МЕСТ
uk-Cyrl У Києві відкрили нову школу, дітей привітав міський голова
tr-Latn Cumhurbaşkanı yeni yasayı imzaladı
tr-Latn Dolar ve euro kuru güne nasıl başladı
en-Latn The president signed a law on taxes that will take effect next year
tt-Cyrl Казанда яңа мәктәп ачылды, анда мең бала укый
ba-Cyrl Өфөлә яңы мәктәп асылды, унда мең бала уҡый
be-Cyrl У Мінску адкрылі новую школу на тысячу месцаў
bg-Cyrl В София откриха ново училище за хиляда ученици
mk-Cyrl Во Скопје беше отворено ново училиште за илјада ученици, изјави министерот
sr-Cyrl У Београду је отворена нова школа за хиљаду ученика
fa-Arab در تهران مدرسه جدیدی برای هزار دانش‌آموز افتتاح شد
ug-Arab ئۈرۈمچىدە يېڭى مەكتەپ ئېچىلدى، ئۇنىڭدا مىڭ ئوقۇغۇچى ئوقۇيدۇ
de-Latn In der Stadt ist eine neue Schule für tausend Kinder eröffnet worden
fr-Latn Une nouvelle école pour mille enfants a ouvert ses portes dans la ville
"""


@pytest.mark.parametrize("line", SENTENCES.strip().splitlines())
def test_headlines(line: str) -> None:
    expected, _, text = line.partition(" ")
    tag = detect(text)
    assert f"{tag.language}-{tag.script}" == expected
