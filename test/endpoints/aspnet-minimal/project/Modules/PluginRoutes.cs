namespace Acme.Parcels.Modules;

public interface IRoutes
{
    void Add(IEndpointRouteBuilder routes);
}

public class PluginRoutes : IRoutes
{
    public void Add(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/plugin/state", () => Results.Ok());
    }
}

public class Profiles
{
    public object Convert(IMapper mapper, Config config)
    {
        // Neither is a route: a mapper of objects, and a map of names.
        config.MapGet("/no", () => 1);
        return mapper.Map("/also-no", () => 2);
    }
}
