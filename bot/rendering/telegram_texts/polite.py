"""One line for each language that a question may be in and that there are no texts in."""

from types import MappingProxyType
from typing import Final

POLITE: Final = MappingProxyType(
    {
        "fr": "Je cherche dans des rapports en anglais : posez la question en anglais.",
        "de": "Ich suche in englischen Berichten: Bitte fragen Sie auf Englisch.",
        "es": "Busco en informes en inglés: haga la pregunta en inglés, por favor.",
        "pt": "Procuro em relatórios em inglês: faça a pergunta em inglês, por favor.",
        "zh": "我在英文报告中查找答案，请用英语提问。",
        "ja": "英語の報告書から答えを探しています。英語で質問してください。",
        "ko": "저는 영어 보고서에서 답을 찾습니다. 영어로 질문해 주세요.",
        "ar": "أبحث عن الإجابات في تقارير باللغة الإنجليزية، فاسأل بالإنجليزية من فضلك.",
        "ru": "Я ищу ответы в английских отчётах: задайте вопрос по-английски, пожалуйста.",
        "hi": "मैं अंग्रेज़ी रिपोर्टों में उत्तर ढूँढता हूँ, कृपया अंग्रेज़ी में पूछें।",
    }
)
