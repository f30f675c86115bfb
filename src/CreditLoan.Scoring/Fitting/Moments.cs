using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CreditLoan.Scoring.Fitting;

/// <summary>Sums of weighted products over rows: X'WX and X'r, with a constant as column 0 (加权交叉积).</summary>
/// <remarks>
/// Rows are cut into a fixed number of chunks whose sums are added in order, so the result does not depend on how many
/// processors there are. Within a block, four by four columns are multiplied at a time and their sixteen sums stay in registers.
/// </remarks>
internal sealed class Moments
{
    private const int Block = 256, Tile = 4, Chunks = 32;
    private readonly Design _design;
    private readonly int _width;

    public Moments(Design design)
    {
        _design = design;
        Size = design.Columns + 1;
        _width = (Size + Tile - 1) / Tile * Tile;
    }

    /// <summary>Number of columns, the constant included.</summary>
    public int Size { get; }

    /// <summary>What a row adds: its weight in X'WX, its part in X'r and its loss.</summary>
    public delegate double RowTerms(int start, ReadOnlySpan<double> linear, Span<double> weight, Span<double> residual);

    public sealed class Sums(int width)
    {
        public double[] Products { get; } = new double[width * width];
        public double[] Linear { get; } = new double[width];
        public double Loss { get; set; }
        public double Product(int i, int j) => i >= j ? Products[(i * width) + j] : Products[(j * width) + i];
    }

    /// <param name="beta">The coefficients whose linear predictor the terms are given; the constant first.</param>
    public Sums Over(double[] beta, RowTerms terms)
    {
        var perChunk = ((_design.Rows + (Chunks * Block) - 1) / (Chunks * Block)) * Block;
        var parts = new Sums[Chunks];
        Parallel.For(0, Chunks, c =>
        {
            parts[c] = new Sums(_width);
            var buffers = new double[((2 * _width) + 3) * Block];
            for (var start = c * perChunk; start < Math.Min(_design.Rows, (c + 1) * perChunk); start += Block)
                Add(parts[c], beta, terms, start, Math.Min(Block, _design.Rows - start), buffers);
        });
        var all = parts[0];
        for (var c = 1; c < Chunks; c++)
        {
            for (var i = 0; i < all.Products.Length; i++) all.Products[i] += parts[c].Products[i];
            for (var i = 0; i < all.Linear.Length; i++) all.Linear[i] += parts[c].Linear[i];
            all.Loss += parts[c].Loss;
        }
        return all;
    }

    private void Add(Sums sums, double[] beta, RowTerms terms, int start, int rows, double[] buffers)
    {
        var columns = buffers.AsSpan(0, _width * Block);
        var weighted = buffers.AsSpan(_width * Block, _width * Block);
        var linear = buffers.AsSpan(2 * _width * Block, Block);
        var weight = buffers.AsSpan(((2 * _width) + 1) * Block, Block);
        var residual = buffers.AsSpan(((2 * _width) + 2) * Block, Block);
        if (rows < Block) buffers.AsSpan().Clear();

        columns[..rows].Fill(1);
        linear.Fill(beta[0]);
        for (var c = 1; c < Size; c++)
        {
            var column = columns.Slice(c * Block, Block);
            _design.Read(c - 1, start, column[..rows]);
            Multiply(column, beta[c], linear);
        }
        sums.Loss += terms(start, linear[..rows], weight, residual);

        for (var c = 0; c < Size; c++)
        {
            sums.Linear[c] += Scale(columns.Slice(c * Block, Block), weight, residual, weighted.Slice(c * Block, Block));
        }
        for (var i = 0; i < _width; i += Tile)
            for (var j = 0; j <= i; j += Tile) AddTile(columns[(i * Block)..], weighted[(j * Block)..], sums.Products.AsSpan((i * _width) + j));
    }

    /// <summary>into += column × factor.</summary>
    private static void Multiply(ReadOnlySpan<double> column, double factor, Span<double> into)
    {
        var by = Vector512.Create(factor);
        var from = Vectors(column);
        var to = Vectors(into);
        for (var v = 0; v < to.Length; v++) to[v] = Vector512.FusedMultiplyAdd(from[v], by, to[v]);
    }

    /// <summary>into = column × weight; answers the sum of column × residual.</summary>
    private static double Scale(ReadOnlySpan<double> column, ReadOnlySpan<double> weight, ReadOnlySpan<double> residual, Span<double> into)
    {
        var from = Vectors(column);
        var by = Vectors(weight);
        var rest = Vectors(residual);
        var to = Vectors(into);
        var sum = Vector512<double>.Zero;
        for (var v = 0; v < to.Length; v++)
        {
            to[v] = from[v] * by[v];
            sum = Vector512.FusedMultiplyAdd(from[v], rest[v], sum);
        }
        return Vector512.Sum(sum);
    }

    private void AddTile(ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> into)
    {
        ref var l = ref MemoryMarshal.GetReference(left);
        ref var r = ref MemoryMarshal.GetReference(right);
        Vector512<double> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<double> s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        for (nuint at = 0; at < Block; at += 8)
        {
            var (r0, r1) = (Vector512.LoadUnsafe(ref r, at), Vector512.LoadUnsafe(ref r, at + Block));
            var (r2, r3) = (Vector512.LoadUnsafe(ref r, at + (2 * Block)), Vector512.LoadUnsafe(ref r, at + (3 * Block)));
            var x = Vector512.LoadUnsafe(ref l, at);
            s00 = Vector512.FusedMultiplyAdd(x, r0, s00);
            s01 = Vector512.FusedMultiplyAdd(x, r1, s01);
            s02 = Vector512.FusedMultiplyAdd(x, r2, s02);
            s03 = Vector512.FusedMultiplyAdd(x, r3, s03);
            x = Vector512.LoadUnsafe(ref l, at + Block);
            s10 = Vector512.FusedMultiplyAdd(x, r0, s10);
            s11 = Vector512.FusedMultiplyAdd(x, r1, s11);
            s12 = Vector512.FusedMultiplyAdd(x, r2, s12);
            s13 = Vector512.FusedMultiplyAdd(x, r3, s13);
            x = Vector512.LoadUnsafe(ref l, at + (2 * Block));
            s20 = Vector512.FusedMultiplyAdd(x, r0, s20);
            s21 = Vector512.FusedMultiplyAdd(x, r1, s21);
            s22 = Vector512.FusedMultiplyAdd(x, r2, s22);
            s23 = Vector512.FusedMultiplyAdd(x, r3, s23);
            x = Vector512.LoadUnsafe(ref l, at + (3 * Block));
            s30 = Vector512.FusedMultiplyAdd(x, r0, s30);
            s31 = Vector512.FusedMultiplyAdd(x, r1, s31);
            s32 = Vector512.FusedMultiplyAdd(x, r2, s32);
            s33 = Vector512.FusedMultiplyAdd(x, r3, s33);
        }
        Put(into, s00, s01, s02, s03);
        Put(into[_width..], s10, s11, s12, s13);
        Put(into[(2 * _width)..], s20, s21, s22, s23);
        Put(into[(3 * _width)..], s30, s31, s32, s33);
    }

    private static void Put(Span<double> into, Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d)
    {
        into[0] += Vector512.Sum(a);
        into[1] += Vector512.Sum(b);
        into[2] += Vector512.Sum(c);
        into[3] += Vector512.Sum(d);
    }

    private static ReadOnlySpan<Vector512<double>> Vectors(ReadOnlySpan<double> numbers) => MemoryMarshal.Cast<double, Vector512<double>>(numbers);
    private static Span<Vector512<double>> Vectors(Span<double> numbers) => MemoryMarshal.Cast<double, Vector512<double>>(numbers);
}
