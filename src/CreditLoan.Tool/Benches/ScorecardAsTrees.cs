using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreditLoan.Scoring.Binning;
using CreditLoan.Scoring.Scorecards;

namespace CreditLoan.Tool.Benches;

/// <summary>A scorecard of numbers written as an XGBoost model: one balanced tree for each feature, its leaves the points.</summary>
internal static class ScorecardAsTrees
{
    public static byte[] Of(Scorecard card)
    {
        var trees = card.Characteristics.Select((c, f) => Tree.Of((Partition.Intervals)c.Partition, c.Points, f, card.Characteristics.Length)).ToArray();
        string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        var features = Text(card.Characteristics.Length);
        var model = new JsonObject
        {
            ["version"] = new JsonArray(1, 7, 4),
            ["learner"] = new JsonObject
            {
                ["attributes"] = new JsonObject(),
                ["feature_names"] = new JsonArray(),
                ["feature_types"] = new JsonArray(),
                ["gradient_booster"] = new JsonObject
                {
                    ["name"] = "gbtree",
                    ["model"] = new JsonObject
                    {
                        ["gbtree_model_param"] = new JsonObject { ["num_parallel_tree"] = "1", ["num_trees"] = Text(trees.Length), ["size_leaf_vector"] = "0" },
                        ["tree_info"] = new JsonArray([.. trees.Select(_ => JsonValue.Create(0))]),
                        ["trees"] = new JsonArray([.. trees.Select((t, id) => t.ToJson(id, features))]),
                    },
                },
                ["learner_model_param"] = new JsonObject { ["base_score"] = Text(card.BasePoints), ["boost_from_average"] = "1", ["num_class"] = "0", ["num_feature"] = features, ["num_target"] = "1" },
                ["objective"] = new JsonObject { ["name"] = "reg:squarederror", ["reg_loss_param"] = new JsonObject { ["scale_pos_weight"] = "1" } },
            },
        };
        return JsonSerializer.SerializeToUtf8Bytes(model);
    }

    private sealed class Tree(int feature)
    {
        private readonly List<(int Left, int Right, int Parent, float Value)> nodes = [];

        /// <summary>The root sends missing values left: no number lies below the lowest float.</summary>
        public static Tree Of(Partition.Intervals partition, int[] points, int feature, int features)
        {
            var tree = new Tree(feature);
            tree.nodes.Add((1, 2, int.MaxValue, float.MinValue));
            tree.nodes.Add((-1, -1, 0, points[partition.Missing]));
            tree.nodes.Add((-1, -1, 0, 0));
            tree.Grow(partition.Breaks, points, 0, partition.Breaks.Length, at: 2);
            return tree;
        }

        private void Grow(double[] breaks, int[] points, int from, int to, int at)
        {
            nodes[at] = nodes[at] with { Value = points[from] };
            if (from == to) return;
            var (middle, left) = ((from + to) / 2, nodes.Count);
            // XGBoost takes a right child to lie beside its left one.
            nodes.Add((-1, -1, at, 0));
            nodes.Add((-1, -1, at, 0));
            Grow(breaks, points, from, middle, left);
            Grow(breaks, points, middle + 1, to, left + 1);
            // The lowest float that is not below the break: floats fall on the same side of both.
            var split = (float)breaks[middle];
            nodes[at] = nodes[at] with { Left = left, Right = left + 1, Value = split < breaks[middle] ? MathF.BitIncrement(split) : split };
        }

        public JsonObject ToJson(int id, string features)
        {
            JsonArray All(Func<(int Left, int Right, int Parent, float Value), int> value) => new([.. nodes.Select(n => (JsonNode?)JsonValue.Create(value(n)))]);
            // XGBoost takes 15 for an integer and refuses it where it wants a number.
            JsonArray Numbers(Func<(int Left, int Right, int Parent, float Value), float> value) =>
                new([.. nodes.Select(n => JsonNode.Parse(value(n).ToString("E8", CultureInfo.InvariantCulture)))]);
            return new JsonObject
            {
                ["id"] = id,
                ["tree_param"] = new JsonObject { ["num_deleted"] = "0", ["num_feature"] = features, ["num_nodes"] = nodes.Count.ToString(CultureInfo.InvariantCulture), ["size_leaf_vector"] = "0" },
                ["left_children"] = All(n => n.Left),
                ["right_children"] = All(n => n.Right),
                ["parents"] = All(n => n.Parent),
                ["split_conditions"] = Numbers(n => n.Value),
                ["split_indices"] = All(n => n.Left < 0 ? 0 : feature),
                ["default_left"] = All(_ => 1),
                ["split_type"] = All(_ => 0),
                ["base_weights"] = Numbers(n => n.Left < 0 ? n.Value : 0f),
                ["loss_changes"] = Numbers(_ => 0f),
                ["sum_hessian"] = Numbers(_ => 1f),
                ["categories"] = new JsonArray(),
                ["categories_nodes"] = new JsonArray(),
                ["categories_segments"] = new JsonArray(),
                ["categories_sizes"] = new JsonArray(),
            };
        }
    }
}
