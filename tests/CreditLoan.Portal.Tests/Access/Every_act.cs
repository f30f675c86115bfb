using System.Collections;
using System.Reflection;
using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Domain.Values;
using CreditLoan.Jobs.Seeding;
using CreditLoan.Ledger;
using CreditLoan.Ledger.Access;

namespace CreditLoan.Portal.Tests;

/// <summary>Every act a page can ask for ends in a decision that takes the actor; each is tried by 18 principals of the own, another and no tenant.</summary>
/// <remarks>
/// States and arguments come from the history of a small city: prefix by prefix folded, every value in it gathered by its type. For each decision
/// arguments are sought that somebody may act on; then only the actor changes. acts.tsv says who of which tenant is let through;
/// <c>CREDITLOAN_APPROVE=1 dotnet test …</c> writes it anew, to be read line by line. A decision without such arguments is listed as "not reached".
/// </remarks>
public sealed class Every_act
{
    private const int Draws = 4_000;
    private static readonly DateOnly Today = new(2026, 6, 30);
    private static readonly string Approved = Path.Combine(Repository.Root, "tests/CreditLoan.Portal.Tests/Access/acts.tsv");

    private static readonly MethodInfo[] Acts =
        [.. typeof(Role).Assembly.GetTypes().SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(m => m.GetParameters().Any(p => p.ParameterType == typeof(Actor)) && IsDecision(m.ReturnType)).OrderBy(Name, StringComparer.Ordinal)];

    [Fact]
    public async Task Is_open_to_whom_the_matrix_says_and_to_nobody_else()
    {
        await using var db = await TestDatabase.Create();
        await new Seeder(db.Database, db.Store, new SeedPlan(11, Today, 100, 1_200), _ => { }).Run();
        var pool = await Gather(db);
        var (lines, checks) = (new List<string>(), 0);
        foreach (var act in Acts)
        {
            var witnesses = Witnesses(act, pool, new Random(20260630));
            var open = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var (arguments, own) in witnesses)
            {
                foreach (var role in Enum.GetValues<Role>())
                {
                    foreach (var (whose, tenant) in own.Select(t => (Whose.Own, t)).Append((Whose.Other, "another-tenant")).Append((Whose.None, "")))
                    {
                        if (Accepts(act, With(act, arguments, new Actor("tried", role, tenant)))) open.Add($"{role}/{whose}");
                        checks++;
                    }
                }
            }
            lines.Add($"{Name(act)}\t{(witnesses.Count == 0 ? "not reached" : string.Join(' ', open))}");
        }
        if (Environment.GetEnvironmentVariable("CREDITLOAN_APPROVE") is not null) File.WriteAllLines(Approved, lines);
        Assert.Equal(File.ReadAllLines(Approved), lines);
        Assert.True(checks >= 3_000, $"only {checks} checks");
    }

    [Theory]
    [InlineData(Role.SystemAdministrator, "account.create")]
    [InlineData(Role.SecurityAdministrator, "account.lock")]
    [InlineData(Role.SecurityAdministrator, "role.ask-grant")]
    [InlineData(Role.AuditAdministrator, "audit.search")]
    public async Task Of_an_administrator_is_one_role_s_alone(Role may, string act)
    {
        await using var db = await TestDatabase.Create();
        var key = new MasterKey(new byte[32]);
        var (accounts, desk, audit) = (new Accounts(db.Database, key, TimeProvider.System), new AccountDesk(db.Database, TimeProvider.System), new AuditQueries(db.Database));
        var (made, _) = await accounts.Create(new Actor("maker", Role.SystemAdministrator, ""), new NewAccount("somebody.new", "某人", TenantKind.Bank, "B", "B"));
        foreach (var role in Enum.GetValues<Role>())
        {
            var by = new Actor("by-" + role, role, "");
            var let = act switch
            {
                "account.create" => (await accounts.Create(by, new NewAccount("somebody.else", "某人", TenantKind.Bank, "B", "B"))).Why is null,
                "account.lock" => await desk.Lock(by, made!.Id, "x") is null,
                "role.ask-grant" => await desk.Ask(by, made!.Id, Role.BankOfficer, grants: true, "x") is null,
                _ => (await audit.Search(by.AsViewer, new AuditFilter(null, null, null, null, null, null), 0, 10)).Total > 0,
            };
            Assert.True(let == (role == may), $"{role} {act}: {let}");
        }
    }

    private static string Name(MethodInfo act) => $"{act.DeclaringType!.Name.Replace("Decisions", "", StringComparison.Ordinal)}.{act.Name}";

    private static bool IsDecision(Type type) => type == typeof(Decisions) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Decision<>));

    private static object?[] With(MethodInfo act, object?[] arguments, Actor by) =>
        [.. act.GetParameters().Select((p, i) => p.ParameterType == typeof(Actor) ? by : arguments[i])];

    private static bool Accepts(MethodInfo act, object?[] arguments) => Answers(act, arguments) is true;

    /// <summary>True where the act is accepted, false where it is refused, null for arguments that cannot be: drawn at random, they are no witness.</summary>
    private static bool? Answers(MethodInfo act, object?[] arguments)
    {
        try
        {
            return act.Invoke(null, arguments)!.GetType().Name.StartsWith("Accepted", StringComparison.Ordinal);
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }

    /// <summary>Up to four sets of arguments that somebody may act on, each with the tenants that they name.</summary>
    private static List<(object?[] Arguments, string[] Own)> Witnesses(MethodInfo act, Pool pool, Random random)
    {
        var found = new List<(object?[], string[])>();
        var parameters = act.GetParameters();
        var moments = pool.MomentsOf(parameters.Select(p => p.ParameterType).First(pool.IsState));
        for (var draw = 0; draw < Draws && found.Count < 4; draw++)
        {
            var moment = moments[random.Next(moments.Count)];
            var arguments = parameters.Select(p => pool.Draw(p.ParameterType, moment, random)).ToArray();
            var own = pool.Tenants(arguments);
            if (Answers(act, With(act, arguments, Principals(own).First())) is { } first && (first || Principals(own).Any(by => Accepts(act, With(act, arguments, by))))) found.Add((arguments, own));
        }
        return found;

        // One role and tenant a draw is enough to find what somebody may do.
        IEnumerable<Actor> Principals(string[] own) =>
            Enumerable.Range(0, 12).Select(_ => new Actor("tried", (Role)random.Next(1, 18), own.Length == 0 ? "" : own[random.Next(own.Length)]));
    }

    private static async Task<Pool> Gather(TestDatabase db)
    {
        var pool = new Pool();
        var streams = typeof(Role).Assembly.GetTypes().SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static).Cast<MemberInfo>().Concat(t.GetFields(BindingFlags.Public | BindingFlags.Static)))
            .Where(m => (m is MethodInfo method ? method.ReturnType : ((FieldInfo)m).FieldType) is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(EventStream<,>))
            .Select(m => m is MethodInfo method ? method.Invoke(null, [.. method.GetParameters().Select(p => Named(p.ParameterType))])! : ((FieldInfo)m).GetValue(null)!)
            .ToDictionary(s => (string)s.GetType().GetProperty("Type")!.GetValue(s)!, StringComparer.Ordinal);
        foreach (var stream in streams.Values) pool.State(Initial(stream));
        // In the order of the streams' names, never of their commits: the same city gives the same draws.
        var commands = new Dictionary<string, List<(object Before, StoredEvent Stored)>>(StringComparer.Ordinal);
        foreach (var line in await db.Value<string[]>("select array_agg(stream_id || ' ' || string_agg order by stream_id collate \"C\") from (select stream_id, string_agg(correlation_id, ',' order by version) from mt_events group by stream_id) s"))
        {
            var (id, correlations) = (line[..line.LastIndexOf(' ')], line[(line.LastIndexOf(' ') + 1)..].Split(','));
            var history = await db.Store.History(id);
            var stream = streams[history[0].StreamType];
            var (state, evolve) = (Initial(stream), (Delegate)stream.GetType().GetProperty("Evolve")!.GetValue(stream)!);
            foreach (var (stored, correlation) in history.Zip(correlations))
            {
                (commands.TryGetValue(correlation, out var parts) ? parts : commands[correlation] = []).Add((state, stored));
                pool.State(state = evolve.DynamicInvoke(state, stored.Happened)!);
            }
        }
        foreach (var parts in commands.Values)
            pool.Moment([.. parts.DistinctBy(p => p.Stored.Stream).Select(p => p.Before)], [.. parts.Select(p => p.Stored.Happened)], parts[0].Stored.Headers);
        return pool;

        static object Initial(object stream) => stream.GetType().GetProperty("Initial")!.GetValue(stream)!;
    }

    /// <summary>Any value of a key's type: its stream is never read.</summary>
    private static object? Named(Type type) =>
        type == typeof(string) ? new string('x', 64) : type.IsPrimitive || type.IsEnum || type == typeof(DateOnly) ? Activator.CreateInstance(type)
        : type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.Invoke([.. type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters().Select(p => Named(p.ParameterType))]);

    /// <summary>One command of the city's history: the states it met, what happened, and what it names.</summary>
    private sealed record Moment(Dictionary<Type, List<object>> Values, HashSet<string> Texts, DateOnly On, string Tenant);

    /// <summary>Everything the city's history holds, by its type.</summary>
    private sealed class Pool
    {
        private const int Most = 1_500;
        private readonly Dictionary<Type, List<object>> _values = [];
        private readonly Dictionary<Type, List<(object State, HashSet<string> Texts)>> _states = [];
        private readonly List<Moment> _moments = [];
        private readonly HashSet<string> _tenants = new(StringComparer.Ordinal);

        public bool IsState(Type type) => _states.ContainsKey(Root(type));

        public void State(object state)
        {
            var known = _states.TryGetValue(Root(state.GetType()), out var list) ? list : _states[Root(state.GetType())] = [];
            if (known.Count < Most) known.Add((state, [.. Texts(state, 0)]));
        }

        public void Moment(IReadOnlyList<object> before, IReadOnlyList<object> happened, EventHeaders headers)
        {
            if (headers.Tenant.Length > 0) _tenants.Add(headers.Tenant);
            var values = new Dictionary<Type, List<object>>();
            foreach (var value in before.Concat(happened)) Values(value, 0, values);
            foreach (var (type, list) in values)
            {
                var known = _values.TryGetValue(type, out var all) ? all : _values[type] = [];
                if (known.Count < Most) known.AddRange(list);
            }
            _moments.Add(new Moment(values, [.. before.Concat(happened).SelectMany(v => Texts(v, 0))], headers.BusinessDate, headers.Tenant));
        }

        /// <summary>The commands that met a state of this type; all, where none did.</summary>
        public IReadOnlyList<Moment> MomentsOf(Type state) => _moments.Where(m => m.Values.ContainsKey(Root(state))).ToList() is { Count: > 0 } met ? met : _moments;

        public string[] Tenants(object?[] arguments) => [.. arguments.SelectMany(a => Texts(a, 0)).Distinct(StringComparer.Ordinal).Where(_tenants.Contains)];

        public object? Draw(Type type, Moment moment, Random random)
        {
            if (type == typeof(Actor)) return null;
            if (Nullable.GetUnderlyingType(type) is { } inner) return random.Next(2) == 0 ? null : Draw(inner, moment, random);
            if (type == typeof(string)) return random.Next(8) switch { 0 => null, < 3 => moment.Texts.ElementAtOrDefault(random.Next(Math.Max(1, moment.Texts.Count))) ?? "x", _ => "说明" + random.Next(1000) };
            if (type == typeof(bool)) return random.Next(2) == 0;
            if (type == typeof(int)) return random.Next(1, 4);
            if (type == typeof(DateOnly)) return random.Next(4) switch { 0 => Today, 1 => moment.On.AddDays(random.Next(-40, 400)), _ => moment.On };
            if (type == typeof(WorkingCalendar)) return WorkingCalendar.WeekendsOnly;
            if (type == typeof(Money) && random.Next(2) == 0) return Money.Wan(random.Next(0, 12));
            if (IsState(type)) return random.Next(4) == 0 || !moment.Values.TryGetValue(Root(type), out var met) ? Linked(Root(type), moment, random) : met[random.Next(met.Count)];
            if (type.IsEnum) return Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length));
            if (type.IsArray) return Many(type.GetElementType()!, moment, random);
            if (type.IsGenericType && type.GetInterfaces().Append(type).Any(i => i == typeof(IEnumerable))) return Many(type.GetGenericArguments()[0], moment, random);
            if (type.IsValueType && type.GetConstructor([typeof(string)]) is { } made && random.Next(3) == 0) return made.Invoke(["新" + random.Next(100_000)]);
            if (random.Next(5) > 0 && moment.Values.TryGetValue(Root(type), out var here)) return here[random.Next(here.Count)];
            return _values.TryGetValue(Root(type), out var list) ? list[random.Next(list.Count)] : type.IsValueType ? Activator.CreateInstance(type) : null;
        }

        private Array Many(Type of, Moment moment, Random random)
        {
            var many = Array.CreateInstance(of, random.Next(0, 3));
            for (var i = 0; i < many.Length; i++) many.SetValue(Draw(of, moment, random), i);
            return many;
        }

        /// <summary>A state that names what the moment names, or the one before anything happened.</summary>
        private object Linked(Type type, Moment moment, Random random)
        {
            var all = _states[type];
            for (var i = 0; i < 40; i++)
                if (all[random.Next(all.Count)] is var (state, texts) && texts.Overlaps(moment.Texts)) return state;
            return random.Next(2) == 0 ? all[0].State : all[random.Next(all.Count)].State;
        }

        private static void Values(object? value, int depth, Dictionary<Type, List<object>> into)
        {
            if (value is null or string || depth > 9) return;
            if (value is IEnumerable many) foreach (var one in many) Values(one, depth + 1, into);
            var type = Root(value.GetType());
            if (type.IsPrimitive || type.IsEnum) return;
            (into.TryGetValue(type, out var known) ? known : into[type] = []).Add(value);
            if (type.Assembly != typeof(Role).Assembly) return;
            foreach (var part in Parts(value)) Values(part, depth + 1, into);
        }

        private static IEnumerable<string> Texts(object? value, int depth)
        {
            if (value is null || depth > 4) return [];
            if (value is string text) return [text];
            if (value is IEnumerable many) return many.Cast<object?>().Take(20).SelectMany(one => Texts(one, depth + 1));
            return value.GetType().Assembly == typeof(Role).Assembly && !value.GetType().IsEnum ? Parts(value).SelectMany(part => Texts(part, depth + 1)) : [];
        }

        private static IEnumerable<object?> Parts(object value)
        {
            foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
            {
                object? part;
                try
                {
                    part = property.GetValue(value);
                }
                catch (TargetInvocationException)
                {
                    continue;
                }
                yield return part;
            }
        }

        /// <summary>The closed record that a stage belongs to; other types stand for themselves.</summary>
        private static Type Root(Type type)
        {
            while (type.BaseType is { IsAbstract: true } closed && closed != typeof(ValueType) && closed != typeof(Enum) && closed.Assembly == typeof(Role).Assembly) type = closed;
            return type;
        }
    }
}
