using CreditLoan.Domain;
using CreditLoan.Domain.Access;
using CreditLoan.Ledger;

namespace CreditLoan.Jobs.Seeding;

/// <summary>Acts on the ledger in the name of invented people, through the same decisions as real ones; a refusal is a mistake in the story and stops it.</summary>
/// <param name="telling">Where acts are kept until they are written in one go; null where each is written by itself.</param>
internal sealed class DemoStory(EventStore store, int seed, Telling? telling = null)
{
    private long _acts;

    public long Acts => Interlocked.Read(ref _acts);

    /// <summary>Tells a part whose streams nobody else has: decided in memory, written in one go at its end.</summary>
    public async Task Apart(Func<DemoStory, Task> tell)
    {
        var own = new DemoStory(store, seed, store.Tell());
        await tell(own);
        if (await own.Write() is Outcome.Refused refused) throw new InvalidOperationException($"The demonstration's history was not accepted: {refused.Why.Code} {refused.Why.Sentence}");
        Interlocked.Add(ref _acts, own.Acts);
    }

    public Task Do<S, E>(Actor by, DateOnly on, string act, EventStream<S, E> stream, Func<S, Decision<E>> decide) where S : class where E : class =>
        Check(telling is null ? store.Change(Command(by, on, act, stream.Id), stream, decide) : Task.FromResult(telling.Change(Command(by, on, act, stream.Id), stream, decide)), act, stream.Id);

    public Task Do<S1, E1, S2, E2>(Actor by, DateOnly on, string act, EventStream<S1, E1> first, EventStream<S2, E2> second, Func<S1, S2, Decisions> decide)
        where S1 : class where E1 : class where S2 : class where E2 : class =>
        Check(telling is null ? store.Change(Command(by, on, act, first.Id), first, second, decide) : Task.FromResult(telling.Change(Command(by, on, act, first.Id), first, second, decide)), act, first.Id);

    public Task Do<S1, E1, S2, E2, S3, E3>(Actor by, DateOnly on, string act, EventStream<S1, E1> first, EventStream<S2, E2> second, EventStream<S3, E3> third, Func<S1, S2, S3, Decisions> decide)
        where S1 : class where E1 : class where S2 : class where E2 : class where S3 : class where E3 : class =>
        Check(store.Change(Command(by, on, act, first.Id), first, second, third, decide), act, first.Id);

    public Task Do<S1, E1, S2, E2, S3, E3, S4, E4>(Actor by, DateOnly on, string act, EventStream<S1, E1> first, EventStream<S2, E2> second, EventStream<S3, E3> third, EventStream<S4, E4> fourth, Func<S1, S2, S3, S4, Decisions> decide)
        where S1 : class where E1 : class where S2 : class where E2 : class where S3 : class where E3 : class where S4 : class where E4 : class =>
        Check(store.Change(Command(by, on, act, first.Id), first, second, third, fourth, decide), act, first.Id);

    public async Task<S> Load<S, E>(EventStream<S, E> stream) where S : class where E : class => telling is null ? (await store.Load(stream)).State : telling.Load(stream);

    private Task<Outcome> Write() => telling!.Write();

    private Command Command(Actor by, DateOnly on, string act, string stream) => Ledger.Command.For(by, on, act, new { seed, stream, on });

    private async Task Check(Task<Outcome> acting, string act, string stream)
    {
        Interlocked.Increment(ref _acts);
        if (await acting is not Outcome.Done and var other)
            throw new InvalidOperationException($"The demonstration's {act} on {stream} was not accepted: {(other is Outcome.Refused r ? r.Why.Code + " " + r.Why.Sentence : other.ToString())}");
    }
}
