using CreditLoan.Domain.Access;
using CreditLoan.Domain.CreditLines;
using CreditLoan.Domain.Enterprises;
using CreditLoan.Domain.Records;
using CreditLoan.Domain.Values;

namespace CreditLoan.Jobs.Seeding;

/// <summary>One invented enterprise of the demonstration city (演示企业), the same for the same number and seed.</summary>
/// <param name="Health">From 0, failing, to 1, thriving: what its records and its loans have in common.</param>
public sealed record DemoEnterprise(int Number, Registration Registration, Figures Figures, double Health, DateOnly RegisteredOn, bool OnKeyList)
{
    private static readonly string[] Heads = ["恒", "德", "信", "隆", "盛", "华", "泰", "锐", "联", "创", "嘉", "宏", "润", "博", "智", "启", "远", "诚", "瑞", "鑫"];
    private static readonly string[] Tails = ["达", "源", "丰", "诺", "捷", "通", "安", "科", "美", "兴", "晟", "和", "腾", "凯", "康", "旺", "利", "佳", "立", "明"];

    private static readonly (string Code, string Trade)[] Trades =
    [
        ("C3411", "通用设备"), ("C3360", "金属表面处理"), ("C2929", "塑料制品"), ("C3912", "电子元件"), ("C1819", "服饰"), ("C1391", "食品加工"),
        ("F5179", "贸易"), ("F5132", "纺织品批发"), ("F5299", "电子商务"), ("G5430", "物流"), ("G5942", "仓储"), ("I6513", "软件"),
        ("I6560", "信息技术"), ("M7320", "新材料研发"), ("M7484", "工程设计"), ("E4910", "建筑安装"), ("H6210", "餐饮管理"), ("L7299", "商务服务"),
        ("A0141", "生态农业"), ("O8111", "汽车服务"), ("R9011", "文化传播"), ("N7729", "环保科技"),
    ];

    public EnterpriseCode Code => Registration.Code;
    public Actor Signer => new($"{Code}-legal", Role.LegalRepresentative, Code.Value);

    public Borrower Borrower(SizeClass size) => new(Registration.District, Registration.Industry, size, OnKeyList);

    public static DemoEnterprise Make(int number, int seed, DateOnly today)
    {
        var random = Chance.For(seed, number, 0);
        var districts = Cities.Demonstration.Districts;
        // The first districts are the larger ones.
        var district = districts[Math.Min(districts.Count - 1, (int)(Math.Pow(random.NextDouble(), 1.4) * districts.Count))];
        var (industry, trade) = Trades[random.Next(Trades.Length)];
        var name = $"澜江{Heads[random.Next(Heads.Length)]}{Tails[random.Next(Tails.Length)]}{Heads[random.Next(Heads.Length)]}{trade}有限公司";
        var registeredOn = today.AddDays(-random.Next(30, 36 * 30));
        var founded = registeredOn.AddDays(-random.Next(200, 15 * 365));
        var health = Math.Clamp((random.NextDouble() + random.NextDouble() + random.NextDouble()) / 3 * 1.2 - 0.1, 0.02, 0.98);
        var revenue = Math.Exp(5.5 + 1.6 * health + (random.NextDouble() + random.NextDouble() - 1) * 2.2);
        var people = Math.Max(2, (int)(revenue / 45 * (0.6 + random.NextDouble())));
        var registration = new Registration(SyntheticCode.Of("DM", number), name, district.Id, new IndustryCode(industry), IndustryEdition.Gb2017, founded);
        return new DemoEnterprise(number, registration,
            new Figures(registeredOn.Year - 1, people, Money.Wan(Math.Round((decimal)revenue, 2)), Money.Wan(Math.Round((decimal)(revenue * (0.5 + random.NextDouble())), 2))),
            health, registeredOn, OnKeyList: random.NextDouble() < 0.12);
    }
}
