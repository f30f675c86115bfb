using System.Globalization;
using CreditLoan.Portal.Shell;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets();
builder.Services.AddPortal();

var app = builder.Build();
app.UsePortal();
app.Run();
