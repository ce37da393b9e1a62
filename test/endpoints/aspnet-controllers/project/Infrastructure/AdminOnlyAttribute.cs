using Microsoft.AspNetCore.Authorization;

namespace Acme.Travel.Infrastructure;

public class AdminOnlyAttribute : AuthorizeAttribute
{
    public AdminOnlyAttribute() : base("admin")
    {
    }
}
