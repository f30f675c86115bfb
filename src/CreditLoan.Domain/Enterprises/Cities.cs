using CreditLoan.Domain.Values;

namespace CreditLoan.Domain.Enterprises;

/// <summary>A district or a town (区、镇街) that an enterprise is registered in.</summary>
public sealed record District(string Code, string Name)
{
    public DistrictCode Id => new(Code);
}

/// <summary>A city that the platform serves (城市), with its districts in the order people know them.</summary>
/// <param name="Source">Where the codes come from.</param>
public sealed record City(string Code, string Name, string Source, IReadOnlyList<District> Districts);

/// <summary>The cities that an enterprise may be registered in (城市与区划).</summary>
public static class Cities
{
    /// <summary>The demonstration city (演示城市): invented, with region codes that GB/T 2260 does not use.</summary>
    public static readonly City Demonstration = new("4499", "澜江市", "演示城市，行政区划码未被 GB/T 2260 使用",
        [
            new("449901", "滨澜区"), new("449902", "南浦区"), new("449903", "北岭区"), new("449904", "青麓区"),
            new("449905", "临港区"), new("449906", "云溪区"), new("449907", "高新区"), new("449921", "望江县"),
            new("449922", "石桥县"),
        ]);

    public static readonly City Guangzhou = new("4401", "广州市", "GB/T 2260，2023 年县以上行政区划代码",
        [
            new("440103", "荔湾区"), new("440104", "越秀区"), new("440105", "海珠区"), new("440106", "天河区"),
            new("440111", "白云区"), new("440112", "黄埔区"), new("440113", "番禺区"), new("440114", "花都区"),
            new("440115", "南沙区"), new("440117", "从化区"), new("440118", "增城区"),
        ]);

    /// <summary>Dongguan has no districts: its towns and sub-districts are the level below the city.</summary>
    public static readonly City Dongguan = new("4419", "东莞市", "统计用区划代码（china-division 2.7.0，MIT）",
        [
            new("441900003", "东城街道"), new("441900004", "南城街道"), new("441900005", "万江街道"),
            new("441900006", "莞城街道"), new("441900101", "石碣镇"), new("441900102", "石龙镇"),
            new("441900103", "茶山镇"), new("441900104", "石排镇"), new("441900105", "企石镇"),
            new("441900106", "横沥镇"), new("441900107", "桥头镇"), new("441900108", "谢岗镇"),
            new("441900109", "东坑镇"), new("441900110", "常平镇"), new("441900111", "寮步镇"),
            new("441900112", "樟木头镇"), new("441900113", "大朗镇"), new("441900114", "黄江镇"),
            new("441900115", "清溪镇"), new("441900116", "塘厦镇"), new("441900117", "凤岗镇"),
            new("441900118", "大岭山镇"), new("441900119", "长安镇"), new("441900121", "虎门镇"),
            new("441900122", "厚街镇"), new("441900123", "沙田镇"), new("441900124", "道滘镇"),
            new("441900125", "洪梅镇"), new("441900126", "麻涌镇"), new("441900127", "望牛墩镇"),
            new("441900128", "中堂镇"), new("441900129", "高埗镇"), new("441900401", "松山湖"),
            new("441900402", "东莞港"), new("441900403", "东莞生态园"), new("441900404", "东莞滨海湾新区"),
        ]);

    public static readonly IReadOnlyList<City> All = [Demonstration, Guangzhou, Dongguan];

    private static readonly Dictionary<string, (City City, District District)> ByCode =
        All.SelectMany(city => city.Districts.Select(district => (city, district))).ToDictionary(d => d.district.Code, StringComparer.Ordinal);

    public static bool Knows(DistrictCode code) => ByCode.ContainsKey(code.Value);

    /// <summary>The district's name, or the code itself where no city of ours has it.</summary>
    public static string NameOf(DistrictCode code) => ByCode.TryGetValue(code.Value, out var found) ? found.District.Name : code.Value;

    public static City? CityOf(DistrictCode code) => ByCode.TryGetValue(code.Value, out var found) ? found.City : null;
}
