using System.Text.RegularExpressions;

namespace Confab.Server.Memory;

/// <summary>
/// How people say in one language what is to be remembered or forgotten, each as a pattern. What it does not know is no wish: it is
/// better to miss one than to forget what nobody wanted forgotten, so idioms ("vergiss es", "olvídalo") stay out. They are matched with
/// a line whose words have one space between them, in time that grows with its length alone, so they look neither ahead nor behind.
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
    /// <summary>With each pattern, which throws then. None takes so long, however long the line.</summary>
    public const int PatienceMilliseconds = 500;

    /// <summary>English, German, French, Spanish.</summary>
    public static IReadOnlyList<WishWords> All { get; } =
    [
        new(
            polite: "please|hey|ok|okay|can you|could you|would you|will you",
            remember: @"(?:remember|keep in mind|don['’]?t forget|do not forget)(?:(?: that | ?: ?)(?<what>.+)| (?<what>(?:i|i['’]m|i['’]ve|my|we|our|we['’]re) .+))",
            forget: @"forget (?:what i (?:said|told you) )?(?:that |about )?(?<what>.+)",
            everything: @"forget (?:(?:everything|all|anything)(?: (?:about me|you know about me|i (?:said|told you)|of me|that))?|(?:all )?about me|me)(?:[,.! ]*please)?",
            ofSpeaker: @"\b(?:i|i['’](?:m|ve|d|ll)|my|me|mine|myself)\b",
            myTopic: @"my (?<topic>[\w '’-]{1,48}?) (?:is|are|was|will be) ",
            ("name", @"(?:i am|i['’]m) called "), ("age", @"(?:i am|i['’]m) \d{1,3}(?: years old)?$"),
            ("location", @"i (?:now )?live in "), ("occupation", @"i (?:now )?work (?:as|at|for|in) ")),
        new(
            polite: "bitte|hey|ok|okay",
            remember: @"(?:merke? dir|vergiss nicht|denke? da?ran|behalte im kopf|behalte in erinnerung)(?: bitte)?(?:,? da(?:ss|ß) | ?: ?)(?<what>.+)",
            forget: @"vergiss(?: bitte)?(?:,? da(?:ss|ß) (?<what>.+)|,? was ich (?:dir )?(?:über|von|zu) (?<what>.+) (?:gesagt|erzählt) habe| (?<what>mein(?:e|en|em|er)? .+))",
            everything: @"vergiss(?: bitte)? (?:alles(?:,? was (?:du (?:über mich|von mir) weißt|ich (?:dir )?(?:gesagt|erzählt) habe)| (?:über mich|von mir))?|mich)(?:[, ]*bitte)?",
            ofSpeaker: @"\b(?:ich|mich|mir|mein(?:e|en|em|er|es)?)\b",
            myTopic: @"meine? (?<topic>[\w-]{1,48}) (?:ist|sind|war) ",
            ("name", @"ich (?:hei(?:ß|ss)e |.+ hei(?:ß|ss)e$)"), ("age", @"ich (?:bin )?\d{1,3}(?: jahre alt)?(?: bin)?$"),
            ("location", @"ich (?:jetzt )?(?:(?:wohne|lebe) (?:jetzt )?in |in .+ (?:wohne|lebe)$)"), ("occupation", @"ich (?:arbeite (?:als|bei|für|in) |(?:als|bei|für|in) .+ arbeite$)")),
        new(
            polite: "s['’]il te pla[iî]t|s['’]il vous pla[iî]t|stp|svp|hey|ok|okay",
            remember: @"(?:souviens-toi|souvenez-vous|rappelle-toi|rappelez-vous|retiens|retenez|n['’]oublie pas|n['’]oubliez pas|garde en t[eê]te|garde en m[eé]moire)(?: qu(?:e |['’])| ?: ?)(?<what>.+)",
            forget: @"oublie[zs]? (?:qu(?:e |['’])(?<what>.+)|ce que (?:je t['’]ai|je vous ai|j['’]ai) dit (?:sur|de|à propos de) (?<what>.+)|(?<what>(?:mon|ma|mes) .+))",
            everything: @"(?:oublie[zs]? tout(?: (?:ce que (?:tu sais|vous savez) (?:de|sur) moi|ce que (?:je t['’]ai|je vous ai|j['’]ai) dit|de moi|sur moi))?|oublie[zs]?-moi)(?:[, ]*s['’]il (?:te|vous) pla[iî]t)?",
            ofSpeaker: @"\b(?:(?:je|me|moi|mon|ma|mes)\b|[jm]['’])",
            myTopic: @"(?:mon|ma|mes) (?<topic>[\w '’-]{1,48}?) (?:est|sont|était) ",
            ("name", @"je m['’]appelle "), ("age", @"j['’]ai \d{1,3} ans$"),
            ("location", @"(?:j['’]habite|je vis) (?:à|en|au|aux|dans) "), ("occupation", @"je travaille (?:comme|chez|à|au|pour|dans|en) ")),
        new(
            polite: "por favor|oye|hey|ok|okay",
            remember: @"(?:recuerda|recuerde|acu[eé]rdate(?: de)?|ten en cuenta|ten presente|no olvides|no te olvides de)(?: que | ?: ?)(?<what>.+)",
            forget: @"(?:olvida|olvide|olv[ií]date de) (?:que (?<what>.+)|lo que (?:te |le )?(?:dije|he dicho|cont[eé]) (?:sobre|de|acerca de) (?<what>.+)|(?<what>mis? .+))",
            everything: @"(?:olv[ií]dalo todo|olv[ií]dame|(?:olvida|olvide|olv[ií]date de) todo(?: (?:lo que (?:sabes|sabe) (?:de|sobre) m[ií]|lo que (?:te |le )?(?:dije|he dicho)|sobre m[ií]|de m[ií]))?)",
            // The verb alone says who, but some such words are nouns too.
            ofSpeaker: @"\b(?:yo|mis?|mí|me|conmigo)\b|^(?:soy|estoy|tengo|vivo|trabajo|prefiero|odio|necesito|nací|estudio)\b",
            myTopic: @"mis? (?<topic>[\w -]{1,48}?) (?:es|son|está|era) ",
            ("name", @"me llamo "), ("age", @"tengo \d{1,3} años$"), ("location", @"vivo en "), ("occupation", @"trabajo (?:como|en|para|de) ")),
    ];

    readonly Regex _polite = Made($@"^(?:(?:{polite})[ ,]+)+"), _remember = Made($"^{remember}$"), _forget = Made($@"^{forget}[.! ]*$"),
        _everything = Made($@"^{everything}[.! ]*$"), _ofSpeaker = Made(ofSpeaker), _myTopic = Made("^" + myTopic);

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

    static Regex Made(string pattern) => new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromMilliseconds(PatienceMilliseconds));
}
