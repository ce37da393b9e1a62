using Carter;

namespace Acme.Parcels.Modules;

public class LabelModule : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app)
    {
        app.MapGet("/labels/{id}", (string id) => Results.File("label.pdf"));
        app.MapPost("/labels", async (HttpRequest request, ILabels labels) => await labels.Print(request));
    }
}

public class ReturnsModule : CarterModule
{
    public ReturnsModule() : base("/returns")
    {
    }

    public override void AddRoutes(IEndpointRouteBuilder app)
    {
        app.MapGet("/{id}", (string id) => Results.Ok(id));
        app.Map("/ping", () => "pong");
    }
}
