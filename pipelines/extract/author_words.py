"""Words that stand where an author does and are no name, as `folded_words` gives them."""

_NOBODY = (
    "admin administrator webmaster root user guest null none undefined anonymous unknown test гость "
    "админ администратор "
)

_NEWSROOM = (
    "newsroom editorial newsdesk webdesk редакция редакции редакцией редакцияси редакциясы "
    "редакциясының редакція редакції редакц редколлегия пресс прес tahririyat tahririyati таҳририят "
    "таҳририяти таҳрир идораи redaksiya redaksiyasi redaksiyon redaksiýa redaksiýasy redaktion "
    "redaktionen redaccion redazione rédaction "
)

_IMPERSONAL = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "the a of and by team desk news web online service board agency media press group office company "
    "inc llc blog site portal sponsored contributed partner written posted story words text reported "
    "reviewed edited updated published full profile website nachrichten новости новостей новостная "
    "лента отдел служба агентство сайт сайта портал сми медиа информационное жаңалықтар жаңалық бөлімі "
    "агенттігі кабарлар бөлүмү агенттиги yangiliklar xabarlar янгиликлар хабарлар хабарҳо xəbər "
    "xəbərlər agentliyi haber haberler haberleri merkezi servisi ajansi habarlar habar мэдээ мэдээлэл "
    "новини відділ "
)

_ROLES = (
    "last updated published "
    "reporter reporters editor editors correspondent writer writers columnist journalist contributor "
    "contributors contributing author authors photographer producer chief director manager executive "
    "specialist founder cofounder ceo staff senior deputy bureau attorney analyst freelance freelancer "
    "intern fellow bio twitter facebook instagram linkedin telegram email rss корреспондент "
    "корреспонденты журналист журналистка журналисты редактор обозреватель автор авторы собкор "
    "собственный специальный спецкор фотокорреспондент фотограф колумнист главный шеф выпускающий "
    "аналитик эксперт тілші тілшісі меншікті журналисі редакторы кабарчы кабарчысы muxbir muxbiri "
    "muharrir muharriri мухбир мухбири муҳаррир хабарнигор хабарнигори рӯзноманигор müxbir müxbiri "
    "jurnalist redaktor redaktoru muhabir muhabiri yazar yazari editör editörü gazeteci habarçy "
    "habarçysy сурвалжлагч сэтгүүлч кореспондент кореспондентка журналіст журналістка оглядач "
    "редакторка redakteur redakteurin korrespondent korrespondentin "
)

_PARTICLES = (
    "de da di la le van von der den el al bin ibn oğlu qizi qızı uulu kyzy ogli ұлы қызы уулу кызы "
    "оглы ўғли қизи зода "
)

NOBODY = frozenset(_NOBODY.split())
"""Names of content systems, and words of links: no name where nothing else stands."""

NEWSROOM = frozenset(_NEWSROOM.split())
"""One such word makes it a newsroom."""

IMPERSONAL = frozenset(_IMPERSONAL.split())
"""Where all words are of these, the site's name or a role, it is nobody."""

ROLES = frozenset(_ROLES.split())
"""What stands before or after a name, and is none."""

PARTICLES = frozenset(_PARTICLES.split())
"""Small words within names."""
