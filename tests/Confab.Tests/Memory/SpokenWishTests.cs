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
    public void What_is_to_be_remembered_is_understood(string said, string what, bool isOfSpeaker, string? topic) =>
        Assert.Equal(new SpokenWish(WishKind.Remember, what, isOfSpeaker, topic), SpokenWish.Parse(said));

    [Theory]
    [InlineData("@AIBot forget that I like tea", "I like tea")]
    [InlineData("please forget about the door code.", "the door code")]
    [InlineData("forget what I said about Bonn", "Bonn")]
    [InlineData("forget my birthday", "my birthday")]
    public void What_is_to_be_forgotten_is_understood(string said, string what) =>
        Assert.Equal(new SpokenWish(WishKind.Forget, what), SpokenWish.Parse(said));

    [Theory]
    [InlineData("@AIBot forget everything")]
    [InlineData("forget all about me")]
    [InlineData("Forget everything you know about me, please!")]
    [InlineData("forget me")]
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
    [InlineData("")]
    public void Anything_else_is_no_such_wish(string said) => Assert.Null(SpokenWish.Parse(said));
}
