using CreditLoan.Domain.Enterprises;

namespace CreditLoan.Domain.Tests.Enterprises;

public class Industry_codes_and_districts
{
    [Fact]
    public void Have_twenty_sections_and_97_or_96_divisions()
    {
        Assert.Equal(20, Industries.Sections.Count);
        Assert.Equal(97, Industries.DivisionsOf(IndustryEdition.Gb2017).Count);
        Assert.Equal(96, Industries.DivisionsOf(IndustryEdition.Gb2011).Count);
    }

    [Fact]
    public void Carry_the_name_of_their_edition()
    {
        Assert.Equal("居民服务业", Industries.NameOf(new("O799"), IndustryEdition.Gb2011));
        Assert.Equal("居民服务业", Industries.NameOf(new("O809"), IndustryEdition.Gb2017));
        Assert.Equal("制造业", Industries.NameOf(new("C"), IndustryEdition.Gb2017));
    }

    [Theory]
    [InlineData("3484")]
    [InlineData("C3")]
    [InlineData("C34848")]
    [InlineData("F34")]
    [InlineData("U34")]
    [InlineData("")]
    public void Are_refused_in_words(string text)
    {
        Assert.False(Industries.TryParse(text, IndustryEdition.Gb2017, out _, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Cover_eleven_districts_of_Guangzhou_and_the_towns_of_Dongguan()
    {
        Assert.Equal(11, Cities.Guangzhou.Districts.Count);
        Assert.Contains(Cities.Dongguan.Districts, d => d.Name == "虎门镇");
        Assert.Equal("天河区", Cities.NameOf(new("440106")));
        Assert.Equal("东莞市", Cities.CityOf(new("441900117"))!.Name);
        Assert.Equal("999999", Cities.NameOf(new("999999")));
    }
}
