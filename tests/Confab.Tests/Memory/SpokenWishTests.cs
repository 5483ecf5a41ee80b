using Confab.Protocol;
using Confab.Server.Memory;

namespace Confab.Tests.Memory;

public class SpokenWishTests
{
    [Theory]
    [InlineData("@AIBot remember that my birthday is in May", "my birthday is in May", true, "birthday")]
    [InlineData("Please remember that I live in Bonn.", "I live in Bonn", true, "location")]
    [InlineData("/AIBot, could you remember: the door code is 1234!", "the door code is 1234", false, null)]
    [InlineData("don't forget that my favorite tea is sencha", "my favorite tea is sencha", true, "favourite tea")]
    [InlineData("Keep in mind that we meet on Fridays", "we meet on Fridays", false, null)]
    [InlineData("remember I'm 25 years old", "I'm 25 years old", true, "age")]
    [InlineData("remember that I work at the harbour @AIBot", "I work at the harbour", true, "occupation")]
    [InlineData("@AIBot merk dir, dass ich in Bonn wohne", "ich in Bonn wohne", true, "location")]
    [InlineData("Bitte merke dir dass der Türcode 1234 ist.", "der Türcode 1234 ist", false, null)]
    [InlineData("Merk dir bitte: mein Geburtstag ist im Mai!", "mein Geburtstag ist im Mai", true, "geburtstag")]
    [InlineData("vergiss nicht, dass ich Ada heiße", "ich Ada heiße", true, "name")]
    [InlineData("Denk dran: wir treffen uns freitags", "wir treffen uns freitags", false, null)]
    [InlineData("@AIBot souviens-toi que j'habite à Lyon", "j'habite à Lyon", true, "location")]
    [InlineData("S'il te plaît, retiens que mon thé préféré est le sencha.", "mon thé préféré est le sencha", true, "thé préféré")]
    [InlineData("N’oublie pas qu’on se voit vendredi", "on se voit vendredi", false, null)]
    [InlineData("rappelle-toi : je m'appelle Ada", "je m'appelle Ada", true, "name")]
    [InlineData("@AIBot recuerda que vivo en Bilbao", "vivo en Bilbao", true, "location")]
    [InlineData("Por favor, ten en cuenta que la reunión es el viernes", "la reunión es el viernes", false, null)]
    [InlineData("¡No olvides que mi té favorito es el sencha!", "mi té favorito es el sencha", true, "té favorito")]
    [InlineData("acuérdate de que tengo 25 años", "tengo 25 años", true, "age")]
    public void What_is_to_be_remembered_is_understood(string said, string what, bool isOfSpeaker, string? topic) =>
        Assert.Equal(new SpokenWish(WishKind.Remember, what, isOfSpeaker, topic), SpokenWish.Parse(said));

    [Theory]
    [InlineData("@AIBot forget that I like tea", "I like tea")]
    [InlineData("please forget about the door code.", "the door code")]
    [InlineData("forget what I said about Bonn", "Bonn")]
    [InlineData("forget my birthday", "my birthday")]
    [InlineData("@AIBot vergiss, dass ich Tee mag", "ich Tee mag")]
    [InlineData("Vergiss, was ich über Bonn gesagt habe.", "Bonn")]
    [InlineData("bitte vergiss meinen Geburtstag", "meinen Geburtstag")]
    [InlineData("@AIBot oublie que j'aime le thé", "j'aime le thé")]
    [InlineData("oublie ce que j'ai dit sur Lyon", "Lyon")]
    [InlineData("oubliez mon anniversaire", "mon anniversaire")]
    [InlineData("@AIBot olvida que me gusta el té", "me gusta el té")]
    [InlineData("olvida lo que te dije sobre Bilbao", "Bilbao")]
    [InlineData("olvídate de mi cumpleaños", "mi cumpleaños")]
    public void What_is_to_be_forgotten_is_understood(string said, string what) =>
        Assert.Equal(new SpokenWish(WishKind.Forget, what), SpokenWish.Parse(said));

    [Theory]
    [InlineData("@AIBot forget everything")]
    [InlineData("forget all about me")]
    [InlineData("Forget everything you know about me, please!")]
    [InlineData("forget me")]
    [InlineData("@AIBot vergiss alles")]
    [InlineData("Bitte vergiss alles, was du über mich weißt!")]
    [InlineData("vergiss mich")]
    [InlineData("@AIBot oublie tout")]
    [InlineData("oublie tout ce que tu sais de moi, s'il te plaît")]
    [InlineData("Oublie-moi.")]
    [InlineData("@AIBot olvida todo")]
    [InlineData("¡Olvídalo todo!")]
    [InlineData("olvida todo lo que sabes de mí")]
    public void Everything_is_understood(string said) => Assert.Equal(WishKind.ForgetEverything, SpokenWish.Parse(said)?.Kind);

    [Theory]
    [InlineData("do you remember what I said about tea?")]
    [InlineData("@AIBot remember when we met?")]
    [InlineData("remember that I like tea, don't you?")]
    [InlineData("I will never forget that day")]
    [InlineData("I remember that it rained")]
    [InlineData("remember")]
    [InlineData("forget")]
    [InlineData("what is python?")]
    [InlineData("vergiss es")]
    [InlineData("Vergiss das")]
    [InlineData("vergiss nicht den Termin")]
    [InlineData("vergiss alles, was ich gestern geschrieben habe, außer dem Code")]
    [InlineData("Merkst du dir, dass ich Tee mag?")]
    [InlineData("merk dir das")]
    [InlineData("Ich vergesse, dass ich Tee mag")]
    [InlineData("oublie ça")]
    [InlineData("n'oublie pas le rendez-vous")]
    [InlineData("Tu te souviens que j'aime le thé ?")]
    [InlineData("je me souviens que le thé est vert")]
    [InlineData("olvídalo")]
    [InlineData("olvida eso")]
    [InlineData("no olvides la cita")]
    [InlineData("¿Recuerda que vivo en Bilbao?")]
    [InlineData("recuerdo que vivo en Bilbao")]
    [InlineData("")]
    public void Anything_else_is_no_such_wish(string said) => Assert.Null(SpokenWish.Parse(said));

    [Theory]
    [InlineData("@AIBot\u00a0 \t remember\nthat  my\r\n birthday \u2003is in  May ", "my birthday is in May", "birthday")]
    [InlineData("merk dir   ,  dass ich Ada heiße", null, null)]
    [InlineData("Merk dir,\n\ndass ich  Ada   heiße", "ich Ada heiße", "name")]
    [InlineData("souviens-toi\u202f:\nmon  thé est  noir", "mon thé est noir", "thé")]
    public void White_space_between_words_counts_as_one_space(string said, string? what, string? topic) =>
        Assert.Equal((what, topic), (SpokenWish.Parse(said)?.Text, SpokenWish.Parse(said)?.Topic));

    [Fact]
    public void What_is_too_long_to_be_a_wish_is_none_however_much_white_space_is_in_it()
    {
        const string begin = "remember that tea is ";
        var longest = begin + new string('x', SpokenWish.MaxLength - begin.Length);

        Assert.Equal(longest["remember that ".Length..], SpokenWish.Parse(longest.Replace(" ", new string(' ', 4000), StringComparison.Ordinal))?.Text);
        Assert.Null(SpokenWish.Parse(longest + "x"));
        Assert.Null(SpokenWish.Parse("forget everything" + new string('!', SpokenWish.MaxLength)));
    }

    /// <summary>A pattern that goes back and forth over one of these throws: it takes longer than it may.</summary>
    [Theory]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData(" a")]
    [InlineData(" ,")]
    [InlineData("!")]
    [InlineData(" ok")]
    [InlineData(" @a")]
    [InlineData("a")]
    [InlineData(" -")]
    [InlineData(" gesagt habe!")]
    [InlineData(" heiße")]
    [InlineData(" is")]
    public void Texts_that_are_made_to_be_hard_to_tell_from_a_wish_are_decided_at_once(string filling)
    {
        string[] begins =
        [
            "", "please", "remember that my", "my", "forget", "forget me", "merk dir", "meine", "vergiss", "vergiss mich", "vergiss, was ich über a", "ich a",
            "souviens-toi", "mon", "oublie", "oublie tout", "recuerda", "mi", "olvida", "olvida todo",
        ];
        var much = string.Concat(Enumerable.Repeat(filling, Limits.MaxContentLength));
        foreach (var begin in begins)
        {
            var said = begin + much[..(Limits.MaxContentLength - begin.Length - 1)] + "x";
            foreach (var words in WishWords.All)
            {
                var text = words.WithoutPoliteness(said);
                Assert.False(words.AreEverything(text));
                words.ToRemember(text);
                words.ToForget(text);
                words.AreOfSpeaker(text);
                words.TopicOf(text);
            }
            SpokenWish.Parse("@bot " + said);
        }
    }
}
