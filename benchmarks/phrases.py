"""What generated news pages are worded with: invented phrases in Russian, Kazakh and English.

Five slots of a sentence with about twenty phrases each: over three million sentences in a language, so that
two pages share hardly five words in a row, as two articles on the same subject do.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Words:
    """One language. `slots` are joined in their order."""

    slots: tuple[tuple[str, ...], ...]
    sections: tuple[str, ...]
    months: tuple[str, ...]
    names: tuple[str, ...]
    read_more: str
    comment: str
    subscribe: str
    copyright: str


def _list(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split("/"))


RUSSIAN = Words(
    slots=(
        _list("""
            В начале недели / Накануне вечером / В минувший четверг / После долгих споров / За последний год
            / По данным ведомства / К концу отопительного сезона / Во время выездного совещания / Сразу
            после праздников / Ещё прошлой весной / На открытой встрече / В ходе проверки / Вопреки
            прогнозам / С наступлением холодов / Несколько дней подряд / По словам очевидцев / Впервые за
            десять лет / Уже этим летом / При поддержке области / Как и было обещано
        """),
        _list("""
            жители дальнего посёлка / сотрудники акимата / инженеры управления дорог / депутаты маслихата /
            учителя сельской школы / врачи районной больницы / фермеры левобережья / волонтёры и студенты /
            спасатели степного отряда / рабочие элеватора / водители маршрутных автобусов / архивисты музея
            / строители нового моста / предприниматели рынка / метеорологи станции / железнодорожники узла /
            лесники заказника / библиотекари города / пожарные части / специалисты водоканала
        """),
        _list("""
            обсудили ремонт разбитой дороги / проверили запасы угля и мазута / завершили прокладку
            водопровода / пересчитали поголовье овец / отказались от прежнего расписания / открыли
            мастерскую для подростков / измерили уровень воды в реке / подготовили заявку на новую котельную
            / высадили тополя вдоль канала / вернули автобус на старый маршрут / попросили усилить освещение
            дворов / собрали книги для читального зала / подписали договор с подрядчиком / представили план
            застройки окраины / восстановили связь с зимовками / насчитали больше перелётных птиц /
            перенесли ярмарку на площадь / нашли старые карты караванных путей / заменили насосы на
            водозаборе / отремонтировали крышу спортивного зала
        """),
        _list("""
            у восточной окраины / вдоль берега Сарыозека / в трёх соседних аулах / за железной дорогой / на
            центральной площади / рядом с автовокзалом / в квартале старой застройки / у подножия холмов /
            на границе двух районов / возле нового стадиона / в пойме пересохшей реки / на территории
            бывшего завода / вблизи аэродрома / в здании бывшего кинотеатра / под открытым небом / на правом
            берегу / посреди степи / в районном центре / на двадцатом километре трассы / в лесопарковой зоне
        """),
        _list("""
            и расходы покрыл областной бюджет / хотя сроки сдвигались дважды / о чём сообщили в пресс-службе
            / но окончательное решение ещё впереди / и теперь очередь за экспертизой / чтобы успеть до
            первых заморозков / несмотря на сильный ветер и пыль / поэтому движение на время закрыли / а
            остаток средств вернули в казну / и это заметили даже скептики / так как прежняя смета устарела
            / и жалоб стало вдвое меньше / при этом тарифы не изменятся / после чего работу приняла комиссия
            / и многие пришли целыми семьями / однако техники по-прежнему не хватает / и опыт обещают
            распространить / что подтвердили независимые замеры / хотя ещё осенью в это не верили / и отчёт
            опубликуют через месяц
        """),
    ),
    sections=_list("""
        Главная / Новости региона / Общество / Экономика / Происшествия / Спорт / Культура / Образование /
        Здоровье / Транспорт / Сельское хозяйство / Погода / Интервью / Фоторепортажи / Объявления / Архив
    """),
    months=_list("""
        января / февраля / марта / апреля / мая / июня / июля / августа / сентября / октября / ноября /
        декабря
    """),
    names=_list("Асель Тлеугазина / Марат Кенесов / Ирина Полевая / Ерлан Бугенбаев / Ольга Степнова"),
    read_more="Читайте также",
    comment="Спасибо, давно ждали. Надеюсь, что теперь сделают на совесть, а не как в прошлый раз.",
    subscribe="Подписывайтесь на наш канал в Telegram и первыми узнавайте новости",
    copyright="Все права защищены. При использовании материалов ссылка обязательна",
)

KAZAKH = Words(
    slots=(
        _list("""
            Өткен аптада / Кеше кешке қарай / Жиын барысында / Ұзақ талқылаудан кейін / Биылғы жылдың
            басында / Мамандардың айтуынша / Жылу маусымы аяқталғанда / Көшпелі кеңесте / Мерекеден кейін /
            Былтырғы көктемде / Ашық кездесуде / Тексеру кезінде / Болжамға қарамастан / Күн суыта
            бастағанда / Бірнеше күн қатарынан / Куәгерлердің сөзінше / Он жылда алғаш рет / Осы жазда /
            Облыстың қолдауымен / Уәде етілгендей
        """),
        _list("""
            шалғай ауылдың тұрғындары / әкімдік қызметкерлері / жол басқармасының инженерлері / мәслихат
            депутаттары / ауыл мектебінің мұғалімдері / аудандық аурухана дәрігерлері / сол жағалау
            фермерлері / еріктілер мен студенттер / дала жасағының құтқарушылары / астық қоймасының
            жұмысшылары / автобус жүргізушілері / мұражай қызметкерлері / жаңа көпірдің құрылысшылары /
            базар кәсіпкерлері / метеостанция мамандары / теміржолшылар ұжымы / қорықша орманшылары / қала
            кітапханашылары / өрт сөндірушілер / су арнасының шеберлері
        """),
        _list("""
            шығыс шеттегі / Сарыөзек жағасындағы / үш көрші ауылдағы / теміржолдың арғы бетіндегі / орталық
            алаңдағы / автовокзал маңындағы / ескі орамдағы / төбелердің етегіндегі / екі ауданның
            шекарасындағы / жаңа стадионның жанындағы / құрғап қалған өзен бойындағы / бұрынғы зауыт
            аумағындағы / әуежайға жақын жердегі / бұрынғы кинотеатрдағы / ашық аспан астындағы / оң
            жағалаудағы / дала ортасындағы / аудан орталығындағы / тас жолдың бойындағы / орман алқабындағы
        """),
        _list("""
            жолды жөндеу мәселесін талқылады / көмір қорын қайта тексерді / су құбырын тартып бітірді / қой
            санын қайта есептеді / бұрынғы кестеден бас тартты / жасөспірімдерге шеберхана ашты / өзендегі
            су деңгейін өлшеді / жаңа қазандыққа өтінім дайындады / арна бойына терек отырғызды / автобусты
            ескі бағытқа қайтарды / аулаларды жарықтандыруды сұрады / оқу залына кітап жинады / мердігермен
            келісімге қол қойды / құрылыс жоспарын таныстырды / қыстаулармен байланысты қалпына келтірді /
            жыл құстарын санап шықты / жәрмеңкені алаңға көшірді / керуен жолдарының картасын тапты /
            сорғыларды жаңасына ауыстырды / спорт залының шатырын жөндеді
        """),
        _list("""
            және шығынды облыс бюджеті өтеді / бірақ мерзімі екі рет шегерілді / бұл туралы баспасөз қызметі
            хабарлады / алайда соңғы шешім әлі қабылданған жоқ / енді сараптама қорытындысы күтіледі /
            өйткені аяз түскенше үлгеру керек / қатты жел мен шаңға қарамастан / сондықтан қозғалыс уақытша
            тоқтатылды / ал қалған қаржы қазынаға қайтарылды / мұны күмәншілдер де байқады / себебі бұрынғы
            смета ескірген / содан бері шағым екі есе азайды / бұл ретте тариф өзгермейді / кейін жұмысты
            комиссия қабылдады / көбі отбасымен бірге келді / дегенмен техника әлі жетіспейді / тәжірибені
            тарату да жоспарда бар / оны тәуелсіз өлшеулер растады / күзде бұған ешкім сенбеген еді / есеп
            бір айдан кейін жарияланады
        """),
    ),
    sections=_list("""
        Басты бет / Аймақ жаңалықтары / Қоғам / Экономика / Оқиға / Спорт / Мәдениет / Білім / Денсаулық /
        Көлік / Ауыл шаруашылығы / Ауа райы / Сұхбат / Фоторепортаж / Хабарландыру / Мұрағат
    """),
    months=_list("""
        қаңтар / ақпан / наурыз / сәуір / мамыр / маусым / шілде / тамыз / қыркүйек / қазан / қараша /
        желтоқсан
    """),
    names=_list("Әсел Тілеуғазы / Марат Кеңесұлы / Гүлнәр Далабаева / Ерлан Бөгенбай / Нұргүл Өзенқызы"),
    read_more="Тағы оқыңыз",
    comment="Рақмет, көптен күткен едік. Енді сапалы жасалады деп сенеміз, өткен жолғыдай болмаса екен.",
    subscribe="Telegram арнамызға жазылып, жаңалықтарды бірінші болып біліңіз",
    copyright="Барлық құқықтар қорғалған. Материалды пайдаланғанда сілтеме міндетті",
)

ENGLISH = Words(
    slots=(
        _list("""
            Early in the week / On Thursday evening / After a long debate / Over the past year / According
            to the office / By the end of the heating season / During a field meeting / Right after the
            holidays / Last spring / At an open hearing / In the course of an inspection / Against the
            forecast / With the first cold nights / For several days in a row / As witnesses tell it / For
            the first time in ten years / This summer / With help from the region / As promised before /
            Somewhat unexpectedly
        """),
        _list("""
            residents of a remote village / officials of the city hall / engineers of the road office /
            members of the council / teachers of a rural school / doctors of the district hospital / farmers
            of the left bank / volunteers and students / rescuers of the steppe unit / workers of the grain
            elevator / drivers of the town buses / archivists of the museum / builders of the new bridge /
            traders of the market / observers at the weather station / railway crews of the junction /
            foresters of the reserve / librarians of the town / firefighters on duty / technicians of the
            waterworks
        """),
        _list("""
            discussed the repair of a broken road / checked the stocks of coal / finished laying the water
            main / counted the sheep once more / gave up the former timetable / opened a workshop for
            teenagers / measured the level of the river / prepared a request for a boiler house / planted
            poplars along the canal / returned the bus to its old route / asked for better lighting of the
            yards / collected books for the reading room / signed a contract with a builder / presented a
            plan of the suburb / restored the link with winter camps / counted more birds of passage / moved
            the fair to the square / found old maps of caravan routes / replaced the pumps of the intake /
            mended the roof of the sports hall
        """),
        _list("""
            on the eastern edge of town / along the bank of the Saryozek / in three villages nearby / beyond
            the railway line / in the central square / next to the bus station / in the old quarter / at the
            foot of the hills / where two districts meet / close to the new stadium / in a dried-up valley /
            on the grounds of a former plant / not far from the airfield / in what was once a cinema / under
            the open sky / on the right bank / in the middle of the steppe / in the district centre / at the
            twentieth kilometre of the highway / within the forest belt
        """),
        _list("""
            and the regional budget paid for it / although the date had moved twice / as the press office
            reported / but the final decision is still ahead / and now it is up to the experts / so as to be
            ready before the first frost / in spite of strong wind and dust / which is why traffic was
            stopped for a while / while the rest of the money was returned / and even sceptics took note of
            that / because the former estimate was out of date / and complaints have halved since then /
            though the rates will stay as they are / after which a commission accepted the work / and many
            came with their families / yet machines are still in short supply / and others are to follow the
            example / which independent measurements confirmed / though few had believed it in autumn / and
            a report is due in a month
        """),
    ),
    sections=_list("""
        Front page / Regional news / Society / Economy / Incidents / Sport / Culture / Education / Health /
        Transport / Farming / Weather / Interviews / Photo stories / Classifieds / Archive
    """),
    months=_list("""
        January / February / March / April / May / June / July / August / September / October / November /
        December
    """),
    names=_list("Asel Tleugazina / Marat Kenesov / Irina Polevaya / Yerlan Bugenbayev / Olga Stepnova"),
    read_more="Read also",
    comment="Thank you, we have waited for this. Let us hope that it is done properly this time.",
    subscribe="Subscribe to our Telegram channel and be the first to hear the news",
    copyright="All rights reserved. A link is required where material is used",
)

BY_CODE = {"ru": RUSSIAN, "kk": KAZAKH, "en": ENGLISH}
