using CreditLoan.Domain.Models;

namespace CreditLoan.Ledger.Models;

public static class ModelProjectSlice
{
    public static readonly Slice Slice = new Slice<ModelProjectEvent>("model-project")
        .Event<ModelProjectEvent.Proposed>("model_project_proposed")
        .Event<ModelProjectEvent.FileChecked>("model_project_file_checked")
        .Event<ModelProjectEvent.Ran>("model_project_ran")
        .Event<ModelProjectEvent.Described>("model_project_described")
        .Event<ModelProjectEvent.Approved>("model_project_approved")
        .Event<ModelProjectEvent.SentBack>("model_project_sent_back")
        .Event<ModelProjectEvent.Released>("model_project_released")
        .Event<ModelProjectEvent.Withdrawn>("model_project_withdrawn")
        .Keep(ModelProjectBook.View)
        .Seal((happened, stream) => happened switch
        {
            ModelProjectEvent.Approved => new Leaf("model-approved", stream["model-project/".Length..]),
            ModelProjectEvent.Released e => new Leaf("model-released", e.Project.Value),
            ModelProjectEvent.Withdrawn e => new Leaf("model-withdrawn", e.Project.Value),
            _ => null,
        });
}
