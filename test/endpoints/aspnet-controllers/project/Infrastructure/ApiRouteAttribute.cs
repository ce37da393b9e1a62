using Microsoft.AspNetCore.Mvc;

namespace Acme.Travel.Infrastructure;

public class ApiRouteAttribute : RouteAttribute
{
    public ApiRouteAttribute() : base("api/v{version:apiVersion}/[controller]")
    {
    }
}
