using CreditLoan.Scoring.Alignment;
using CreditLoan.Scoring.Boosting;
using CreditLoan.Tool.Benches;

namespace CreditLoan.Tool.Scorecards;

/// <summary>Scikit-learn's predictions for the same rows and folds (外部对照).</summary>
internal static class ScikitLearn
{
    private const string Script = """
        import os
        os.environ['OMP_NUM_THREADS'] = '1'
        from sklearn.ensemble import HistGradientBoostingClassifier
        from sklearn.impute import SimpleImputer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        bad, fold = column('bad').astype(int), column('fold').astype(int)
        x = column('x').reshape(len(bad), -1)
        def work():
            answers = []
            for make in (lambda: make_pipeline(SimpleImputer(strategy='median', add_indicator=True), StandardScaler(), LogisticRegression(C=1.0, max_iter=2000)),
                         lambda: HistGradientBoostingClassifier(max_iter=100, random_state=1)):
                predicted = np.zeros(len(bad))
                for f in np.unique(fold):
                    predicted[fold == f] = make().fit(x[fold != f], bad[fold != f]).predict_proba(x[fold == f])[:, 1]
                answers.append(predicted)
            return np.concatenate(answers)
        """;

    public static (double[] Logistic, double[] Boosting) OutOfFold(Sample sample, int[] foldOf)
    {
        using var peer = PythonPeer.Start(Script, new Dictionary<string, double[]>(StringComparer.Ordinal)
        {
            ["bad"] = [.. sample.Bad.Select(b => (double)b)],
            ["fold"] = [.. foldOf.Select(f => (double)f)],
            ["x"] = Array.ConvertAll(Matrix.Of(sample.Columns).Values, v => (double)v),
        });
        var answer = peer.Run().Answer;
        return (answer[..sample.Rows], answer[sample.Rows..]);
    }
}
