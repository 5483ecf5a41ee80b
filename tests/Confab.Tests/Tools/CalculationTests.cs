using Confab.Server.Tools.BuiltIn;

namespace Confab.Tests.Tools;

public class CalculationTests
{
    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("2 ^ 3 ^ 2", 512)]
    [InlineData("-2 ^ 2", -4)]
    [InlineData("2 ^ -1", 0.5)]
    [InlineData("10 - 3 - 2", 5)]
    [InlineData("100 / 10 / 2", 5)]
    [InlineData("17 % 5", 2)]
    [InlineData("1.5e3 + .5", 1500.5)]
    [InlineData("sqrt(16) + max(1, 2, 3) + round(2.345, 2)", 9.35)]
    [InlineData("--3", 3)]
    [InlineData("cos(pi) + ln(e)", 0)]
    public void An_expression_has_the_value_that_one_learns_at_school(string expression, double value) =>
        Assert.Equal(value, Calculation.Of(expression), 10);

    [Theory]
    [InlineData("1 +", "ends too early")]
    [InlineData("1 / 0", "division by zero")]
    [InlineData("(1 + 2", "\")\" is missing")]
    [InlineData("2 $ 3", "\"$\" makes no sense at place 3")]
    [InlineData("rm(1)", "there is no \"rm\"")]
    [InlineData("1.2.3", "no number")]
    [InlineData("max()", "makes no sense")]
    public void What_has_no_value_says_why(string expression, string why) =>
        Assert.Contains(why, Assert.Throws<ArgumentException>(() => Calculation.Of(expression)).Message, StringComparison.Ordinal);

    [Fact]
    public void Deep_nesting_is_refused_and_does_no_harm()
    {
        Assert.Contains("nested too deeply", Assert.Throws<ArgumentException>(() => Calculation.Of(new string('(', 900) + "1")).Message, StringComparison.Ordinal);
        Assert.Contains("nested too deeply", Assert.Throws<ArgumentException>(() => Calculation.Of(string.Concat(Enumerable.Repeat("2^", 450)) + "1")).Message, StringComparison.Ordinal);
        Assert.Equal(1, Calculation.Of(string.Concat(Enumerable.Repeat("-", 900)) + "1"));
    }
}
