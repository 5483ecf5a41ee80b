using System.Text.RegularExpressions;

namespace Confab.Server.Memory;

/// <summary>
/// How people say in one language what is to be remembered or forgotten, each as a pattern. What it does not know is no wish: it is
/// better to miss one than to forget what nobody wanted forgotten, so idioms ("vergiss es", "olvídalo") stay out.
/// </summary>
/// <param name="polite">What may stand in front.</param>
/// <param name="remember">The whole of it, with <c>what</c>.</param>
/// <param name="forget">The whole of it, with <c>what</c>.</param>
/// <param name="everything">The whole of what forgets everything.</param>
/// <param name="ofSpeaker">A word by which it is about whoever says it.</param>
/// <param name="myTopic">The beginning of what is about something of one's own, with <c>topic</c>.</param>
/// <param name="topics">What else it answers, by the topic.</param>
sealed class WishWords(string polite, string remember, string forget, string everything, string ofSpeaker, string myTopic, params (string Topic, string Words)[] topics)
{
    /// <summary>English, German, French, Spanish.</summary>
    public static IReadOnlyList<WishWords> All { get; } =
    [
        new(
            polite: "please|hey|ok|okay|can you|could you|would you|will you",
            remember: @"(?:remember|keep in mind|don['’]?t forget|do not forget)(?:\s+that\s+|\s*:\s*|\s+(?=(?:i|i['’]m|i['’]ve|my|we|our|we['’]re)\s))(?<what>.+)",
            forget: @"forget\s+(?:what i (?:said|told you)\s+)?(?:that\s+|about\s+)?(?<what>.+)",
            everything: @"forget\s+(?:(?:everything|all|anything)(?:\s+(?:about me|you know about me|i (?:said|told you)|of me|that))?|(?:all )?about me|me)(?:[,.!\s]*please)?",
            ofSpeaker: @"\b(?:i|i['’](?:m|ve|d|ll)|my|me|mine|myself)\b",
            myTopic: @"my\s+(?<topic>[\w\s'’-]{1,48}?)\s+(?:is|are|was|will be)\s",
            ("name", @"(?:i am|i['’]m) called\s"), ("age", @"(?:i am|i['’]m) \d{1,3}(?: years old)?$"),
            ("location", @"i (?:now )?live in\s"), ("occupation", @"i (?:now )?work (?:as|at|for|in)\s")),
        new(
            polite: "bitte|hey|ok|okay",
            remember: @"(?:merke? dir|vergiss nicht|denke? da?ran|behalte im kopf|behalte in erinnerung)(?:\s+bitte)?(?:,?\s+da(?:ss|ß)\s+|\s*:\s*)(?<what>.+)",
            forget: @"vergiss(?:\s+bitte)?(?:,?\s+da(?:ss|ß)\s+(?<what>.+)|,?\s+was ich (?:dir )?(?:über|von|zu) (?<what>.+) (?:gesagt|erzählt) habe|\s+(?<what>mein(?:e|en|em|er)?\s.+))",
            everything: @"vergiss(?:\s+bitte)?\s+(?:alles(?:,?\s+was (?:du (?:über mich|von mir) weißt|ich (?:dir )?(?:gesagt|erzählt) habe)|\s+(?:über mich|von mir))?|mich)(?:[,\s]*bitte)?",
            ofSpeaker: @"\b(?:ich|mich|mir|mein(?:e|en|em|er|es)?)\b",
            myTopic: @"meine?\s+(?<topic>[\w-]{1,48})\s+(?:ist|sind|war)\s",
            ("name", @"ich (?:hei(?:ß|ss)e\s|.+ hei(?:ß|ss)e$)"), ("age", @"ich (?:bin )?\d{1,3}(?: jahre alt)?(?: bin)?$"),
            ("location", @"ich (?:jetzt )?(?:(?:wohne|lebe) (?:jetzt )?in\s|in .+ (?:wohne|lebe)$)"), ("occupation", @"ich (?:arbeite (?:als|bei|für|in)\s|(?:als|bei|für|in) .+ arbeite$)")),
        new(
            polite: "s['’]il te pla[iî]t|s['’]il vous pla[iî]t|stp|svp|hey|ok|okay",
            remember: @"(?:souviens-toi|souvenez-vous|rappelle-toi|rappelez-vous|retiens|retenez|n['’]oublie pas|n['’]oubliez pas|garde en t[eê]te|garde en m[eé]moire)(?:\s+qu(?:e\s+|['’])|\s*:\s*)(?<what>.+)",
            forget: @"oublie[zs]?\s+(?:qu(?:e\s+|['’])(?<what>.+)|ce que (?:je t['’]ai|je vous ai|j['’]ai) dit (?:sur|de|à propos de)\s+(?<what>.+)|(?<what>(?:mon|ma|mes)\s.+))",
            everything: @"(?:oublie[zs]?\s+tout(?:\s+(?:ce que (?:tu sais|vous savez) (?:de|sur) moi|ce que (?:je t['’]ai|je vous ai|j['’]ai) dit|de moi|sur moi))?|oublie[zs]?-moi)(?:[,\s]*s['’]il (?:te|vous) pla[iî]t)?",
            ofSpeaker: @"\b(?:je|j['’]|me|m['’]|moi|mon|ma|mes)(?!\w)|\b[jm]['’]",
            myTopic: @"(?:mon|ma|mes)\s+(?<topic>[\w\s'’-]{1,48}?)\s+(?:est|sont|était)\s",
            ("name", @"je m['’]appelle\s"), ("age", @"j['’]ai \d{1,3} ans$"),
            ("location", @"(?:j['’]habite|je vis)\s+(?:à|en|au|aux|dans)\s"), ("occupation", @"je travaille\s+(?:comme|chez|à|au|pour|dans|en)\s")),
        new(
            polite: "por favor|oye|hey|ok|okay",
            remember: @"(?:recuerda|recuerde|acu[eé]rdate(?: de)?|ten en cuenta|ten presente|no olvides|no te olvides de)(?:\s+que\s+|\s*:\s*)(?<what>.+)",
            forget: @"(?:olvida|olvide|olv[ií]date de)\s+(?:que\s+(?<what>.+)|lo que (?:te |le )?(?:dije|he dicho|cont[eé]) (?:sobre|de|acerca de)\s+(?<what>.+)|(?<what>mis?\s.+))",
            everything: @"(?:olv[ií]dalo todo|olv[ií]dame|(?:olvida|olvide|olv[ií]date de)\s+todo(?:\s+(?:lo que (?:sabes|sabe) (?:de|sobre) m[ií]|lo que (?:te |le )?(?:dije|he dicho)|sobre m[ií]|de m[ií]))?)",
            // The verb alone says who, but some such words are nouns too.
            ofSpeaker: @"\b(?:yo|mis?|mí|me|conmigo)\b|^(?:soy|estoy|tengo|vivo|trabajo|prefiero|odio|necesito|nací|estudio)\b",
            myTopic: @"mis?\s+(?<topic>[\w\s-]{1,48}?)\s+(?:es|son|está|era)\s",
            ("name", @"me llamo\s"), ("age", @"tengo \d{1,3} años$"), ("location", @"vivo en\s"), ("occupation", @"trabajo (?:como|en|para|de)\s")),
    ];

    readonly Regex _polite = Made($@"^(?:(?:{polite})[\s,]+)+"), _remember = Made($"^{remember}$"), _forget = Made($@"^{forget}[.!\s]*$"),
        _everything = Made($@"^{everything}[.!\s]*$"), _ofSpeaker = Made(ofSpeaker), _myTopic = Made("^" + myTopic);

    readonly (string Topic, Regex Words)[] _topics = [.. topics.Select(t => (t.Topic, Made("^" + t.Words)))];

    public string WithoutPoliteness(string text) => _polite.Replace(text, "");

    public bool AreEverything(string text) => _everything.IsMatch(text);

    /// <summary>What is to be remembered; null where nothing is.</summary>
    public string? ToRemember(string text) => What(_remember, text);

    /// <summary>What is to be forgotten; null where nothing is.</summary>
    public string? ToForget(string text) => What(_forget, text);

    public bool AreOfSpeaker(string what) => _ofSpeaker.IsMatch(what);

    /// <summary>What it answers, where the sentence shows it.</summary>
    public string? TopicOf(string what) => _myTopic.Match(what) is { Success: true } my
        ? MemoryTopic.Of(my.Groups["topic"].Value)
        : _topics.Where(t => t.Words.IsMatch(what)).Select(t => t.Topic).FirstOrDefault();

    static string? What(Regex pattern, string text) => pattern.Match(text) is { Success: true } match ? match.Groups["what"].Value.Trim().TrimEnd('.', '!', ' ').Trim() : null;

    static Regex Made(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
}
