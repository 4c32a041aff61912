"""Every text that a person reads in Telegram, by language; report text stays in its own."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from bot.rendering.telegram_texts.en import ENGLISH
from bot.rendering.telegram_texts.id import INDONESIAN
from bot.rendering.telegram_texts.shape import Count, Texts
from bot.rendering.telegram_texts.th import THAI
from bot.rendering.telegram_texts.vi import VIETNAMESE

__all__ = ["DEFAULT", "LANGUAGES", "POLITE", "Count", "Texts", "texts_for"]

DEFAULT: Final = "en"
LANGUAGES: Final = {"en": ENGLISH, "vi": VIETNAMESE, "th": THAI, "id": INDONESIAN}
# One line for each language that a question may be in and that there are no texts in.
POLITE: Final = MappingProxyType(
    {
        "fr": "Je cherche dans des rapports en anglais : posez la question en anglais.",
        "de": "Ich suche in englischen Berichten: Bitte fragen Sie auf Englisch.",
        "es": "Busco en informes en inglés: haga la pregunta en inglés, por favor.",
        "it": "Cerco in rapporti in inglese: ponga la domanda in inglese, per favore.",
        "pt": "Procuro em relatórios em inglês: faça a pergunta em inglês, por favor.",
        "zh": "我在英文报告中查找答案，请用英语提问。",
        "ja": "英語の報告書から答えを探しています。英語で質問してください。",
        "ko": "저는 영어 보고서에서 답을 찾습니다. 영어로 질문해 주세요.",
        "ar": "أبحث عن الإجابات في تقارير باللغة الإنجليزية، فاسأل بالإنجليزية من فضلك.",
        "ru": "Я ищу ответы в английских отчётах: задайте вопрос по-английски, пожалуйста.",
        "hi": "मैं अंग्रेज़ी रिपोर्टों में उत्तर ढूँढता हूँ, कृपया अंग्रेज़ी में पूछें।",
    }
)


def texts_for(*codes: str | None) -> Texts:
    """Return the texts of the first of these IETF language tags that there are any in.

    Where there is none, these are English.
    """
    for code in codes:
        if code and (found := LANGUAGES.get(code.split("-")[0].lower())):
            return found
    return LANGUAGES[DEFAULT]
